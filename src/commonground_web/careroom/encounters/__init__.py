"""Help that is given without asking who somebody is."""
