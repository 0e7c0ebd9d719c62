"""Pages, tables and workbooks of what may come: forecast, record, places."""
