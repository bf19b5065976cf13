"""The pages on which people are let in, given roles and shown out."""
