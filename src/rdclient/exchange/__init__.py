"""Foreign formats: what other people and programs write, read and written here."""
