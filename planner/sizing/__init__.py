"""How many places would be enough."""
