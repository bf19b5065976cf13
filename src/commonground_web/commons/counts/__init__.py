"""Counts that the other rooms released, for everyone who takes part."""
