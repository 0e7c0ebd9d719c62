"""Input tables: one schema for each, read with every problem at once, written back, explained."""
