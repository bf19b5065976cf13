"""What is said of one candidate place: all of it, and what can be handed out."""
