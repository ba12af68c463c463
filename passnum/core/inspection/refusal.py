"""Why a file is refused, in French, with what to do instead."""


class Refused(Exception):
    """The file is not accepted; the text says why and what to do."""
