"""
Write the tables of the worked case again, from its seed.

Run by hand from the repository's root: ``python scenarios/worcestershire/build_tables.py``.
A test holds the committed tables to what this writes.
"""

from pathlib import Path

from planner.demo.worcestershire import worcestershire
from planner.tables.write import write_dataset

if __name__ == "__main__":
    write_dataset(worcestershire(), Path(__file__).parent / "tables")
