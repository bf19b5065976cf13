"""Sites: the places of an intervention, with their boundaries and where they stand."""
