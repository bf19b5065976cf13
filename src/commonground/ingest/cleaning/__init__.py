"""Cleaning: rows as a city publishes them become rows that mean the same everywhere.

`rows` puts together what `texts`, `moments`, `positions` and `offences` read from one row. Nothing
here looks at two rows at once; that is `settling`.
"""
