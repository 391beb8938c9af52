"""Another archive into this one: by the names that are the same in every archive, in batches, as often as one likes."""
