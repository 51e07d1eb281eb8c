"""Panels on the query side: the local replica, what feeds it, and the last resort."""
