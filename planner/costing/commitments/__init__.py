"""Everything the council is committed to pay, month by month, in whole pence."""
