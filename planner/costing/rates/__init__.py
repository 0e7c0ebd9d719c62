"""Which price holds when, and who pays it."""
