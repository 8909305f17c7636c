"""The host's journal: pull, store, assemble into sessions, export, report."""
