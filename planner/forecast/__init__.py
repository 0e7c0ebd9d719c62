"""How many referrals may come, with a range."""
