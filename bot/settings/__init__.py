"""Reads what the school agreed: config/*.toml becomes one typed Policy."""
