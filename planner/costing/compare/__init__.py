"""Options side by side: differences by driver, unit costs, one rate for all, block or spot."""
