"""Referral counts: read, arranged in equal periods, and looked over for what is odd."""
