"""Choosing help: pure functions from the catalogue to panels."""
