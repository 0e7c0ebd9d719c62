"""Places at one commission or at one site, all others as commissioned."""
