"""The letters as they ship; a school puts its own beside its config."""
