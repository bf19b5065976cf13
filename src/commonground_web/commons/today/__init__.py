"""The front page: what is next, what is blocked and by whom, and which clocks run out."""
