"""The commands by which decisions are kept and plans made anew."""
