"""What may stand in config/*.toml: every key, typed and described."""
