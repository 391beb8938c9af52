"""Reading stored captures again with today's extractor, memory and rules; the old readings stay until pruned."""
