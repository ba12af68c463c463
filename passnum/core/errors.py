"""Errors that services raise and screens show once. Their text is French and says what to do."""

from passnum.core.french import typeset


class PassnumError(Exception):
    """A refusal that the user can understand; `message` is shown as it is, typeset here once for all."""

    http_status = 400

    def __init__(self, message: str) -> None:
        self.message = typeset(message)
        super().__init__(self.message)


class NotAllowed(PassnumError):
    """The actor may not do this; `field` names the value for which he or she may not, where there is one."""

    http_status = 403

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class WrongState(PassnumError):
    """The object has moved on since the page was opened, or the step is not open from here.

    `field` names the value that led there, where there is one.
    """

    http_status = 409

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class InvalidInput(PassnumError):
    """A value was refused; `field` names it where there is one."""

    http_status = 422

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class TooMany(PassnumError):
    """The same thing was asked for too often lately; later it is taken again."""

    http_status = 429
