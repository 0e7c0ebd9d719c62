"""Who is entitled to travel help, how they would travel, and what it costs whom."""
