"""Layouts: where an intervention would be, what lies around it, and what it would be held against.

`layouts_of` makes one for each candidate place. A layout is fixed before anybody acts, says what
change its records could show, and becomes a `core.intervention.Intervention` on any places.
"""
