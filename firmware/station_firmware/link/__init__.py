"""The wire: frames and JSON-RPC."""
