"""What does not reconcile, found by arithmetic and reported, never mended."""
