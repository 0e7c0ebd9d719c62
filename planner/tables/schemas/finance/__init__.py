"""Tables that finance keeps: rates and terms, agreed lines, and how the ledger is read."""
