"""Runs the whole of Waymark on one machine."""
