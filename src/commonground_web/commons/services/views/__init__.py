"""The pages of the service directory."""
