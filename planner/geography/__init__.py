"""Where homes and sites are, how long journeys take, and what lies within reach of whom."""
