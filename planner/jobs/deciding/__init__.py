"""Records of runs, decisions that people take on them, and plans made anew after news."""
