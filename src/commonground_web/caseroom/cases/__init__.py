"""Cases against people on the list: built, reviewed, banked until a day, and never after it."""
