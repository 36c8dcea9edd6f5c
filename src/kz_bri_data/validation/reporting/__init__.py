"""What was found, as records, as text for people and as data for machines."""
