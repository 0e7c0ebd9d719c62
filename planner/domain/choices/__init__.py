"""What the authority chooses and what a scenario supposes."""
