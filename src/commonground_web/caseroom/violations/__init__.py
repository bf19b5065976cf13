"""Violations of what was agreed: reported, looked at, reviewed by two, decided by one more."""
