"""Files of records: sealed, stripped of what they tell by the way, gone with the record."""
