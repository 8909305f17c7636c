"""What fits today in a training week, and why: plain rules in one table, no station needed."""
