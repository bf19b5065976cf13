"""Scenes of the case room."""
