"""The nouns: places, periods, incidents, panels, interventions, and the errors everyone raises."""
