"""What each change does to a dataset: pure functions, one a change."""
