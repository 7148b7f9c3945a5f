"""Benchmarks: measured beside a yardstick in the same run, at two sizes of the store."""
