"""Pupils arriving, waiting, placed by rank and order of arrival, staying and leaving."""
