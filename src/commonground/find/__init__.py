"""Find: from a city's incidents to the places that may be open-air drug markets."""
