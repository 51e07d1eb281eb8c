"""The catalogue in the database, and every change to it."""
