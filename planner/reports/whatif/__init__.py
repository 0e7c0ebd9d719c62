"""Reports of what-ifs: scenarios side by side."""
