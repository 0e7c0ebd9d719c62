"""What the rules mean, in plain Python. Nothing here knows a solver."""
