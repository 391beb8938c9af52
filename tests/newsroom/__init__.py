"""The sample newsroom: small invented news sites on loopback, for the demo and for tests of the crawl."""
