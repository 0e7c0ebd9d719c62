"""The parts of the workbook: one worksheet in the house style, and the cost statement."""
