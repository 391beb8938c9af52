"""The commands of the crawler, a file each."""
