"""A demonstration group with made-up people, filled through the same commands that everybody uses."""
