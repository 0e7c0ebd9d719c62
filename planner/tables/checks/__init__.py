"""What is checked in the tables: cells, then rows against each other, then tables."""
