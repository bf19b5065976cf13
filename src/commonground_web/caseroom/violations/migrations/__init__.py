"""Migrations of violations."""
