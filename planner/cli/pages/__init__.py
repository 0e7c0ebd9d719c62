"""What commands print as objects and as pages."""
