"""The recovery station's firmware: what runs on the board, and the parts the host shares with it."""

VERSION = "0.1.0"
