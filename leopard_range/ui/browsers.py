"""Which browsers planners use in this process, and which of them, or of their sessions, have ended."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

from leopard_range.ui.seals import binding

__all__ = ["Browsers"]


class Browsers:
    """Remembers who uses which browser, and who has signed out; forgets what is too old to matter.

    Parameters
    ----------
    kept_s : float
        How long to remember, seconds: as long as a session can last.
    """

    def __init__(self, kept_s: float) -> None:
        self._kept_s = kept_s
        self._in: OrderedDict[str, tuple[float, str]] = OrderedDict()
        self._out: OrderedDict[str, tuple[float, str]] = OrderedDict()
        self._lock = Lock()

    def admit(self, cookie: str, who: str, now_s: float) -> None:
        """Remember that somebody uses the browser with this cookie."""
        self._keep(self._in, binding(cookie), who, now_s)

    def leave(self, cookie: str, now_s: float) -> None:
        """Remember that whoever uses the browser with this cookie has signed out."""
        self._keep(self._out, binding(cookie), "", now_s)

    def end(self, session: str, now_s: float) -> None:
        """Remember that a session has ended, in whichever browsers its cookie may have been copied to."""
        self._keep(self._out, session, "", now_s)

    def has_left(self, cookie: str) -> bool:
        """Return whether the browser with this cookie has signed out."""
        return binding(cookie) in self._out

    def has_ended(self, session: str) -> bool:
        """Return whether a session has ended."""
        return session in self._out

    def who(self, cookie: str) -> str:
        """Return who uses the browser with this cookie; empty for nobody."""
        key = binding(cookie)
        return "" if key in self._out else self._in.get(key, (0.0, ""))[1]

    def _keep(self, where: OrderedDict[str, tuple[float, str]], key: str, who: str, now_s: float) -> None:
        with self._lock:
            where[key] = (now_s, who)
            where.move_to_end(key)
            while where and next(iter(where.values()))[0] < now_s - self._kept_s:
                where.popitem(last=False)
