"""Scenes of the care room."""
