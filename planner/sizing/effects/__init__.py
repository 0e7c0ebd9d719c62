"""Places that move demand: spare ones draw referrals in, prevention makes exclusions fewer."""
