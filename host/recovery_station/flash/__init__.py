"""What is put on the board: sources folded and compiled into the bytes that are flashed."""
