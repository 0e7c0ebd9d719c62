"""Drawings of a comparison: fans, risks, waterfalls and maps."""
