"""Is an archive what it says it is: the file, every digest, every reference, every reading."""
