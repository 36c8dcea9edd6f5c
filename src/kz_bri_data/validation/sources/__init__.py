"""Where the files come from: packages, single CSVs, and what git says has changed."""
