"""The three bases of every error a person is meant to read."""


class CommonGroundError(Exception):
    """Something a person can put right; the front doors show it without a traceback."""


class DataError(CommonGroundError):
    """The data are not what was needed."""


class MethodError(CommonGroundError):
    """The method cannot answer this question honestly."""
