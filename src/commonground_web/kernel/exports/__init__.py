"""Lists of persons as files: one person asks, a second agrees, and it is taken once."""
