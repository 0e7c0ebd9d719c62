"""
Goals in a strict order over 0-1 choices, solved to proof and repeatably.

Knows rows, columns and goals; nothing of pupils or places.
"""
