"""Commands about what-ifs: scenarios beside each other, and many at once."""
