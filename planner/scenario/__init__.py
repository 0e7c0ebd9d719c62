"""Scenarios in YAML: what may be written, read with line numbers, applied to a dataset."""
