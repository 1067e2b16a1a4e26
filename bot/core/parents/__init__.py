"""Orders the letters to parents that a person approves."""
