"""The coming years: demand, places that are enough, and where they are short."""
