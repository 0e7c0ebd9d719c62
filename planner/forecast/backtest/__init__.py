"""How wrong forecasts made in the past would have been, in figures and in words."""
