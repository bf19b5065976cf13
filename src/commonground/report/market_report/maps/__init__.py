"""Maps that need no tile server: shapes in metres, the same scale both ways."""
