"""Letting go: what is due is listed, witnessed, deleted and certified, or held for a while."""
