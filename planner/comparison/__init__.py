"""Outlooks side by side: an engine that takes results and knows no other engine."""
