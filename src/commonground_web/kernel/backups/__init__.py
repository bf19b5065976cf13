"""Backups of one room: sealed with a key of its own, whole or not at all, and restored likewise."""
