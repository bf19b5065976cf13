"""The call-in: its day and place, its agenda, who speaks, and where it stands."""
