"""Creators' videos: importing them, approving them, and seeing that they still exist."""
