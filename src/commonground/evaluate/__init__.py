"""Evaluate: what changed, against what would have happened, and how sure we are."""
