"""Our pages: each a question to the archive and the values its template shows."""
