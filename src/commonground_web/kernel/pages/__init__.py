"""What every page of every room shares: layout, errors, words."""
