"""Counts that leave the case room: of whole months, never small, never of a person."""
