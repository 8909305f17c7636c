"""What a cycle of a compression step looks like: its timeline from the firmware's patterns, as text and as picture."""
