"""Migrations of counts."""
