"""Source code: lines counted by one rule, and symbols with digests."""
