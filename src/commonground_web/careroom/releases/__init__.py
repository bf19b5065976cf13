"""Counts that leave the room, once two people have checked them."""
