"""What people read: one page, one workbook, plain tables and the record of the run."""
