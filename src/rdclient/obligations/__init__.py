"""Clocks: everything that is owed within a time, and how it stands."""
