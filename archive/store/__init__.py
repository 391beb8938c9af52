"""Everything that writes the file or reads rows from it."""
