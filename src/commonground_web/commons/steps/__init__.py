"""The steps of a site: its plan, what shows that an item was done, and gates that refuse."""
