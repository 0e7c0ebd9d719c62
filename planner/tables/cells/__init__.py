"""What one cell says: text to value and back, for each kind of column."""
