"""Works: one file per round."""
