"""What a scenario leaves open, and the scenario with certain values in its place."""
