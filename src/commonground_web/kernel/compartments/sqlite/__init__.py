"""Django's SQLite engine, with a guard on every connection: `ENGINE` of the embedded rooms."""
