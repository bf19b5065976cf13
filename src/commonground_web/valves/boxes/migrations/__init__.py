"""Migrations of the boxes."""
