"""The written policy on violations: what counts, and the most that may follow."""
