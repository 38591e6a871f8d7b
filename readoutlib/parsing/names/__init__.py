"""Names with their offices, and the persons of one document."""
