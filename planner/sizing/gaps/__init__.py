"""Places held against need: by area and need, by date, and at one site."""
