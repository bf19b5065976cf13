"""Names in the case room: entered with a documented basis, accepted by someone else."""
