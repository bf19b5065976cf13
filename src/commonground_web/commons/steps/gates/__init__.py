"""Gates: what must not go ahead yet, why, and who owes what is missing."""
