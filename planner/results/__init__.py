"""What the engines answer: values with bounds, reasons and the run they came from."""
