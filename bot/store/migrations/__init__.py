"""Brings a database to the schema of this release, whole or not at all."""
