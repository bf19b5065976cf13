"""Designs of interventions as files and words: what is fixed, and what change could be shown."""
