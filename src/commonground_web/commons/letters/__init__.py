"""Letters: their wording in versions that two persons adopt, and how they are set in type."""
