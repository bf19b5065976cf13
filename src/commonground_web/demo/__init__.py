"""The demonstration: three rooms full of made-up people, who did what the rooms are for."""
