"""Sweeps: a scenario with lists, ranges and intervals, run for many of their values."""
