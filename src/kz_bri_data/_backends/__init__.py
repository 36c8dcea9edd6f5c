"""One module a dataframe library: `read(path, description)` gives its typed frame."""
