"""Disk and Git: the only floor that knows files; YAML comes in here and nowhere else."""
