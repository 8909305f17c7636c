"""What survives a power cut: records, journal, latches."""
