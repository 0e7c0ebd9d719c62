"""How long pupils stay, and where they go."""
