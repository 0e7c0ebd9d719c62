"""Scenarios in words: as YAML, as a commented starter, and as sentences of what differs."""
