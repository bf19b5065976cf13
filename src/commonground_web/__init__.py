"""The workspace: three rooms on three databases, and the valves between them."""
