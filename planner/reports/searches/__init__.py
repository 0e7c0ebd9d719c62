"""Tables of what many runs of one question found."""
