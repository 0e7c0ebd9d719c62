"""What it costs and who pays, to the penny."""
