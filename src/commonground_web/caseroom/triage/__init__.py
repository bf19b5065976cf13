"""Weighing a case: findings per criterion, two blinded reviews, and a panel where they differ."""
