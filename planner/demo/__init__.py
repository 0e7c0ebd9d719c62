"""A made-up authority, and Worcestershire's made-up pupils, from a seed."""
