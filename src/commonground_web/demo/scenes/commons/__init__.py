"""Scenes of the Commons."""
