"""`station sim`: the virtual station."""
