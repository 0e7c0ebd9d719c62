"""What it costs: statements, the ledger, and options side by side."""
