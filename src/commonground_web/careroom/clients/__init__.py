"""People who are helped, each known to one provider."""
