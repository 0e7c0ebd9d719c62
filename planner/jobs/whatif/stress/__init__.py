"""Stress tests: what each loss would do, and the cheapest rescue."""
