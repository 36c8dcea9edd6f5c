"""What a cell, a row, a key and a header must be."""
