"""The one error that a person at the terminal sees."""


class CannotRun(Exception):  # noqa: N818 - it is read aloud: "cannot run: port 8080 is taken"
    """Something outside Waymark stands in the way; the message is one clear sentence."""
