"""Running the rules over the rows of a file."""
