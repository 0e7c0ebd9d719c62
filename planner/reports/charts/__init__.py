"""Charts and the map as inline SVG: no scripts, no requests, a text for those who cannot see."""
