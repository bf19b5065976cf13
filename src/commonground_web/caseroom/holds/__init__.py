"""Safe conduct: who must not be arrested now, and who gave an agreement until when."""
