"""The valves between the rooms: narrow, one-way, typed, signed, audited on both sides."""
