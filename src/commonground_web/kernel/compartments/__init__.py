"""What every table must say of itself, and the guard that the database keeps because of it."""
