"""The written criteria by which cases are sorted: signed by two agencies, and never edited."""
