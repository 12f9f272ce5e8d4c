"""Frozen records: what the YAML files hold, and nothing that can be derived."""
