"""What people at the station see and hear."""
