"""What-ifs: one question asked in many forms, and the answers side by side."""
