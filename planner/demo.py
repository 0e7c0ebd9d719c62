"""A made-up authority, from a seed."""
