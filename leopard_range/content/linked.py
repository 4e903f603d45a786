"""Words of the glossary become links where they first stand in a piece of finished HTML."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from html import escape

from leopard_range.content.edition import Edition
from leopard_range.content.glossary import Term, terms

__all__ = ["glossed", "linked"]

_TOKEN = re.compile(
    r"<!--.*?(?:-->|\Z)"
    r"|<(script|style|textarea|title|iframe|noscript|xmp)\b.*?(?:</\1\s*>|\Z)"
    r"""|<(/?)([a-z][^\s/>]*)((?:"[^"]*"|'[^']*'|[^'">])*)>"""
    r"|<[!?][^>]*>",
    re.DOTALL | re.IGNORECASE,
)
"""A comment, an element of raw text, a tag (closing, name, attributes), a declaration."""
_APART = frozenset(
    [
        "a",
        "button",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "summary",
        "th",
        "td",
        "code",
        "pre",
        "kbd",
        "samp",
        "svg",
        "math",
        "option",
        "select",
        "label",
        "cite",
        "head",
    ]
)
"""Elements whose words are names, controls or code."""
_MARKED = re.compile(
    r"""\s(?:hidden(?=[\s=/>]|\Z)|role=["']?(?:tooltip|img|button)|aria-hidden=["']?true|data-plain\b"""
    r"""|class=["']?(?:[^"']*\s)?(?:lr-|(?:ref|sources)\b(?!-)))"""
)
"""Attributes of what is left as it is: hidden, drawn, the map's own, citations, ``data-plain``."""
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
_CELLS = frozenset(["th", "td", "tr", "tbody", "thead", "tfoot"])
_ENDED_BY = {
    "th": (_CELLS, frozenset(("tr", "thead", "tbody", "tfoot", "table"))),
    "td": (_CELLS, frozenset(("tr", "thead", "tbody", "tfoot", "table"))),
    "li": (frozenset(("li",)), frozenset(("ul", "ol"))),
    "dt": (frozenset(("dt", "dd")), frozenset(("dl", "div"))),
    "dd": (frozenset(("dt", "dd")), frozenset(("dl", "div"))),
    "p": (
        frozenset(
            [
                "p",
                "div",
                "ul",
                "ol",
                "dl",
                "table",
                "section",
                "article",
                "figure",
                "h1",
                "h2",
                "h3",
                "h4",
                "details",
            ]
        ),
        frozenset(["div", "section", "article", "li", "td", "dd", "figure", "details"]),
    ),
    "option": (frozenset(("option", "optgroup")), frozenset(("select",))),
}
"""Elements that may be left open -> tags that open, and tags that close, behind them."""

_LETTER = r"0-9a-z_\u00b5-\u024f\u0400-\u052f"
_PARTICLES = (
    "은|는|이|가|을|를|의|에|에서|에게|로|으로|와|과|도|만|까지|부터|보다|마다|처럼|이나|나|란|이란|라는|이라는|라고"
    "|이라고|하고|들|인|입니다|이다|이며|이고|이라|라|로서|으로서|뿐|조차|밖에|께서|이라면|이었습니다|였습니다"
)
"""What a Korean noun may carry: particles and forms of “to be”."""
_HANGUL = "\uac00-\ud7a3"


def glossed(edition: Edition, html: str) -> str:
    """Link the words of the glossary in a piece of HTML to the page Learn of an edition.

    A document with such links needs ``terms.js`` and ``terms.css`` of `LEARN_ASSETS`.

    Parameters
    ----------
    edition : Edition
        Its language and its addresses.
    html : str
        Finished: every text in it is escaped.

    Returns
    -------
    str
        As `linked` returns it.
    """
    return linked(html, terms(edition.words), edition.page("learn", {"part": "glossary"}))


def linked(html: str, glossary: Sequence[Term], address: str) -> str:
    """Link the first occurrence of each term of the glossary in a piece of HTML.

    Only text is touched: never tags, headings, links, buttons, code, table heads, drawings or citations.
    Where terms overlap, the longest one is taken.  Words written with an alphabet end at a border,
    Korean nouns may carry particles, Chinese has no borders.  Case does not matter, but for
    abbreviations in capitals.  HTML that is linked already stays as it is.

    Parameters
    ----------
    html : str
        Finished: every text in it is escaped.
    glossary : sequence of Term
        In the language of the HTML.
    address : str
        Where the glossary is; ``#term-<id>`` is added.

    Returns
    -------
    str
        The same HTML with links of class ``term``, which say the meaning as their title.
    """
    if not glossary:
        return html
    finder = _finder(tuple(glossary))
    text = _lower(html)
    used: set[str] = set()
    parts: list[str] = []
    done = 0
    for start, end in _spans(html, used):
        for match in finder.pattern.finditer(text, start, end):
            at, to = match.span()
            term = finder.term(match.group(), html[at:to])
            if term is None or term.id in used:
                continue
            used.add(term.id)
            parts += (html[done:at], _open(term, address), html[at:to], "</a>")
            done = to
    return "".join((*parts, html[done:])) if parts else html


def _open(term: Term, address: str) -> str:
    href = escape(f"{address}#term-{term.id}")
    return f'<a class="term" href="{href}" title="{escape(term.text)}">'


def _lower(text: str) -> str:
    """Return the text in small letters, each where it stood."""
    small = text.lower()
    if len(small) == len(text):
        return small
    return "".join(letter if len(letter.lower()) > 1 else letter.lower() for letter in text)


def _spans(html: str, used: set[str]) -> Iterator[tuple[int, int]]:
    """Find the pieces of text that may be linked; note the terms that are linked already."""
    apart, depth, start = "", 0, 0
    for token in _TOKEN.finditer(html):
        name = (token[3] or "").lower()
        closes = bool(token[2])
        if apart and name:
            depth += _step(apart, name, closes)
            if depth <= 0:
                apart = ""
                start = token.start()
        if not apart:
            if start < token.start():
                yield start, token.start()
            if name and not closes and name not in _VOID and _stands_apart(name, token[4], used):
                apart, depth = name, 1
        start = token.end()
    if not apart and start < len(html):
        yield start, len(html)


def _step(apart: str, name: str, closes: bool) -> int:
    """Return how a tag changes the depth inside an element that is left as it is."""
    if name == apart and closes:
        return -1
    opening, closing = _ENDED_BY.get(apart, (frozenset[str](), frozenset[str]()))
    if name in (closing if closes else opening):
        return -1000
    return 1 if name == apart and not closes else 0


def _stands_apart(name: str, attributes: str, used: set[str]) -> bool:
    if name == "a":
        _address, hash_, id_ = attributes.partition("#term-")
        if hash_:
            used.add(re.split(r"[\"'\s>]", id_, maxsplit=1)[0])
    if attributes.endswith("/") and name in ("svg", "math"):
        return False
    return name in _APART or bool(attributes and _MARKED.search(attributes))


class _Finder:
    """One pattern for every form of every term, and which term a form belongs to."""

    __slots__ = ("_exact", "_terms", "pattern")

    def __init__(self, terms: Sequence[Term]) -> None:
        self._terms: dict[str, Term] = {}
        self._exact: dict[str, str] = {}
        for term in terms:
            for form in term.forms:
                words = " ".join(escape(form).split())
                if words:
                    key = _lower(words)
                    self._terms.setdefault(key, term)
                    if words.isupper() and words != key:
                        self._exact[key] = words
        self.pattern = re.compile(_pattern(self._terms) or r"(?!)")

    def term(self, found: str, written: str) -> Term | None:
        """Return the term of a form; abbreviations count in capitals only."""
        key = " ".join(found.split())
        exact = self._exact.get(key)
        return None if exact and exact != " ".join(written.split()) else self._terms[key]


_finder: Callable[[tuple[Term, ...]], _Finder] = lru_cache(maxsize=16)(_Finder)


def _pattern(forms: Sequence[str] | dict[str, Term]) -> str:
    """Write a pattern that tries each form once, letter by letter, longest first.

    A first letter that is a literal lets the search skip what no form begins with.
    """
    tree: _Tree = {}
    for form in forms:
        node = tree
        for letter in form:
            node = node.setdefault(letter, {})
        node[""] = {}
    return "|".join(
        f"{re.escape(first)}{_before(first)}{_branch(rest, first)}" for first, rest in tree.items()
    )


_Tree = dict[str, "_Tree"]


def _branch(node: _Tree, last: str) -> str:
    if node.keys() == {""}:
        return _after(last)
    choices = [
        (r"\s+" if letter == " " else re.escape(letter)) + _branch(rest, letter)
        for letter, rest in node.items()
        if letter
    ]
    if "" in node:
        choices.append(_after(last))
    return choices[0] if len(choices) == 1 else f"(?:{'|'.join(choices)})"


def _before(letter: str) -> str:
    """Say what must not stand before a form's first letter (which is behind us)."""
    if re.match(f"[{_LETTER}]", letter):
        return f"(?<![{_LETTER}&#\u2011-].)"
    return f"(?<![{_HANGUL}].)" if re.match(f"[{_HANGUL}]", letter) else ""


def _after(letter: str) -> str:
    """Say what must not stand after a form's last letter."""
    if re.match(f"[{_LETTER}]", letter):
        return f"(?![{_LETTER}\u2011-])"
    return f"(?=(?:{_PARTICLES}){{0,3}}(?![{_HANGUL}]))" if re.match(f"[{_HANGUL}]", letter) else ""
