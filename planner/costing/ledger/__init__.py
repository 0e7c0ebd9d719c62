"""Commitments held against a general ledger."""
