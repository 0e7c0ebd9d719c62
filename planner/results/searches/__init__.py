"""What many runs of one question found: sweeps, goals sought, stress tried."""
