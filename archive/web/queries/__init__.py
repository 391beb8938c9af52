"""The questions our pages ask of an archive: SQL in, frozen dataclasses out."""
