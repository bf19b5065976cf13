"""Designs: where an intervention would be, what lies around it, and what it would be held against.

`designs_of` makes one for each candidate place. A design is fixed before anybody acts, says what
change its records could show, and becomes a `core.intervention.Intervention` on any places.
"""
