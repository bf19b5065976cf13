"""Maps of boundaries, each with a table that says the same, and a form field to draw one."""
