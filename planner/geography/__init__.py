"""Where things are and how long it takes to get there. Knows no rule and no money."""
