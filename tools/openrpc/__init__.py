"""The description of the link's methods as OpenRPC: docs/openrpc.json."""
