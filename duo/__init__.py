"""The operator's command: puts the rooms together, starts, sets up, looks after them."""
