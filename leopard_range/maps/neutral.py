"""Make text harmless before folium sees it.

branca compiles every text it is given as a Jinja template *on the server*, folium puts
names into JavaScript template literals, and st_folium evaluates the result.  So nothing
that a person wrote reaches folium as it is: a sentence shown as HTML goes through `neutral`,
structured values travel as base64 (`packed`), which has no character that any of the three
languages (Jinja, JavaScript, HTML) reads as syntax.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence

__all__ = ["Json", "neutral", "packed", "plain_json", "unpacked"]

Json = Mapping[str, "Json"] | Sequence["Json"] | str | int | float | bool | None

# The characters that begin or end something in Jinja, in a template literal, in a string
# literal or in HTML; line ends would break a string literal apart.
_ENTITIES = {ord(sign): f"&#{ord(sign)};" for sign in "&<>\"'`${}\\="}
_SPACES = dict.fromkeys(map(ord, "\r\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"), " ")
_TABLE = _ENTITIES | _SPACES


def neutral(text: str) -> str:
    """Return HTML that shows the text unchanged and runs nothing on its way there.

    Parameters
    ----------
    text : str
        Anything a person may have written.

    Returns
    -------
    str
        The text with syntax characters as numeric entities and line ends as spaces.
    """
    return text.translate(_TABLE)


def plain_json(value: Json) -> str:
    """Write compact JSON; refuses NaN, which no browser reads."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def packed(value: Json) -> str:
    """Write a value as base64 of its UTF-8 JSON, without padding.

    Parameters
    ----------
    value : JSON value
        What the script gets back, letter by letter, from ``LeopardMap.unpack``.

    Returns
    -------
    str
        Letters, digits, ``+`` and ``/`` only.  No underscore: st_folium deletes
        ``_[a-z0-9]+`` before it compares two scripts and would miss a change.
    """
    return base64.b64encode(plain_json(value).encode()).decode().rstrip("=")


def unpacked(text: str) -> Json:
    """Read back what `packed` wrote."""
    value: Json = json.loads(base64.b64decode(text + "=" * (-len(text) % 4)))
    return value
