"""The catalogue: what its records are, and how they are read from files."""
