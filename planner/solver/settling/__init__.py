"""One goal after the other on what is still open, each found and proven."""
