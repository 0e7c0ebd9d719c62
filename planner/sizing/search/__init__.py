"""The fewest places that are enough, what moves that number, and what would do instead."""
