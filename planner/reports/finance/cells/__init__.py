"""The cells that everything else is made of: pages, and rates by name."""
