"""Results as tables, charts, one HTML page and one workbook."""
