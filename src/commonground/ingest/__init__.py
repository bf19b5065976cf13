"""Ingest: a city's files become incidents, and incidents become the panel that is evaluated.

`panels` reads a panel that somebody has counted already, or counts one from incidents.
`synthetic` makes cities in which everything is known: where the markets are, what an intervention
did, and where the selling went.
"""
