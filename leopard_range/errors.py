"""Expected failures, each with a message code and the blanks to fill.

The core raises codes; the front ends turn them into sentences
(`leopard_range.i18n.sentence`).  Any other exception is a bug.
"""

from __future__ import annotations

__all__ = ["LeopardRangeError", "RejectedError"]

Blank = str | int | float


class LeopardRangeError(Exception):
    """A failure the reader can understand and mend.

    Parameters
    ----------
    code : str
        Key of the sentence in `leopard_range.i18n.sentences.ERRORS`.
    **blanks : str, int or float
        What the sentence names: file, row, field, value, remedy.
    """

    def __init__(self, code: str, **blanks: Blank) -> None:
        super().__init__(code, blanks)
        self.code = code
        self.blanks: dict[str, Blank] = blanks

    def __str__(self) -> str:
        return f"{self.code} {self.blanks}" if self.blanks else self.code


class RejectedError(LeopardRangeError):
    """A file that breaks a safety rule, so nothing of it is read or shown."""
