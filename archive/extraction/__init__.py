"""A news page's bytes in, its article and everything set aside out: pure functions, no database, no network."""
