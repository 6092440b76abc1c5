"""Errors that the operator is told in one line."""


class KnownError(Exception):
    """Something is not as it should be; the text names it and the way out."""
