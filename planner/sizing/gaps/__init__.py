"""Places held against need: by area and need, and by date."""
