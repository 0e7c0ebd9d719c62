"""Ways in which the allocation could also be worked out, for the benchmark to hold ours against."""
