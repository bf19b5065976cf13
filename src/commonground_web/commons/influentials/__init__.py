"""Influentials: people who matter to a candidate, and agreed to be written down for a while."""
