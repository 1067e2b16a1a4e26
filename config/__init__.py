"""What ships with the bot: a first config, presets and word lists."""
