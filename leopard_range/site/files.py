"""Every file of the static site as bytes: pages in four languages, what they share, what to carry away."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from html import escape
from pathlib import PurePosixPath
from typing import Any

from leopard_range import __version__
from leopard_range.catalog import Catalog
from leopard_range.content import Edition
from leopard_range.content.assets import LEARN_ASSETS, learn_asset
from leopard_range.content.described import described
from leopard_range.content.preview import preview_tags
from leopard_range.errors import LeopardRangeError
from leopard_range.i18n import LANGUAGES, note_sentence, translator
from leopard_range.maps import ASSETS, WebFile, atlas, shared, spec_file
from leopard_range.maps.assets import FONTS, font_bytes, lone_asset
from leopard_range.maps.files import digest
from leopard_range.prints.animation import YEARS_PX
from leopard_range.prints.legend import credits_line
from leopard_range.site.assets import site_asset
from leopard_range.site.carried import animation_name, class_files, layer_file, layer_form, sheet_name
from leopard_range.site.document import Around, Link, MapPart, document
from leopard_range.site.pages import MAPS, PAGES, page, titles
from leopard_range.site.welcome import index_page, lost_page, readme
from leopard_range.studies import answer

__all__ = ["MADE_BY", "MANIFEST", "MOST_BYTES", "held_file", "site_files"]

MADE_BY = "leopard-range site"
"""By this a folder is known as a site of ours."""

MANIFEST = "manifest.json"
"""Name of the list of files with their hashes."""

MOST_BYTES = 12_000_000
"""A site is smaller: it shall fit on any stick and travel over a slow line."""

_ROOT = "../"
_SHEET = re.compile(r"print/lesson-(.+)\.(pupil|teacher)\.pdf")
_PERMALINKS = frozenset({"explore", "then-now"})
"""Maps that write what the reader sets into the address."""

_CLASS = "print"
"""Sheets and pictures, made beside the pages of a language."""

Told = Callable[[int, int, str], None]
"""Is told how many of how many steps are done, and which is next."""


@dataclass(slots=True)
class _Shelf:
    """Files by name; what many pages need is made once."""

    catalog: Catalog
    files: dict[str, bytes] = field(default_factory=dict)
    answers: dict[Any, Any] = field(default_factory=dict)
    layers: dict[str, WebFile] = field(default_factory=dict)
    assets: dict[str, str] = field(default_factory=dict)

    def ask(self, question: Any) -> Any:
        """Answer a question once, as the public sees it."""
        if question not in self.answers:
            self.answers[question] = answer(self.catalog, question, "public")
        return self.answers[question]

    def layer(self, id_: str) -> WebFile:
        """Make a layer's file once: pictures as they are, data for a script element."""
        if id_ not in self.layers:
            made = self.layers[id_] = atlas.layer_file(self.catalog, id_)
            self.hold(made)
        return self.layers[id_]

    def hold(self, file: WebFile) -> str:
        """Put a file on the shelf the way the map asks for it; return its address from the root."""
        if file.content_type.startswith("image/"):
            self.files[file.name] = file.raw
        else:
            self.files[f"{file.name}.js"] = held_file(file)
        return file.name

    def publish(self, file: WebFile) -> str:
        """Put a file on the shelf as it is; return its address from a page."""
        self.files[file.name] = file.raw
        return _ROOT + file.name

    def asset(self, name: str) -> str:
        """Put a browser file on the shelf under a name with its hash; return its address from the root."""
        if name not in self.assets:
            stem = PurePosixPath(name)
            body = self._body(name)
            self.assets[name] = f"assets/{stem.stem}.{digest(body)}{stem.suffix}"
            self.files[self.assets[name]] = body
        return self.assets[name]

    def _body(self, name: str) -> bytes:
        if name in FONTS:
            return font_bytes(name)
        if name in ASSETS:
            # A style sheet's neighbours are its fonts.
            fonts = {family: PurePosixPath(self.font(family)).name for family in FONTS}
            return lone_asset(name, fonts).encode()
        if name in LEARN_ASSETS:
            return learn_asset(name).raw
        return site_asset(name).raw

    def font(self, family: str) -> str:
        """Put a font on the shelf; return its address from the root."""
        if family not in self.assets:
            body = font_bytes(family)
            self.assets[family] = f"assets/{family.replace(' ', '')}.{digest(body)}.woff2"
            self.files[self.assets[family]] = body
        return self.assets[family]


def held_file(file: WebFile) -> bytes:
    """Return a file as a script that hands it to the map: browsers refuse to fetch from a disk.

    Parameters
    ----------
    file : WebFile
        JSON, gzipped.
    """
    text = base64.b64encode(file.body).decode()
    return f'LeopardMap.hold({json.dumps(file.name)},"{text}");\n'.encode()


def site_files(
    catalog: Catalog, *, address: str = "", told: Told = lambda _done, _all, _next: None
) -> dict[str, bytes]:
    """Make every file of the site.

    Parameters
    ----------
    catalog : Catalog
        The one door to data; whatever its process may see, the site shows the public view.
    address : str
        Where the site will be found, without a slash at its end; for previews in other pages.
    told : callable
        Is told how far the work is.

    Returns
    -------
    dict
        Name in the folder -> content: the same bytes for the same data on the same day.

    Raises
    ------
    LeopardRangeError
        ``site_too_large`` and what the catalog and the studies raise.
    """
    shelf = _Shelf(catalog.cleared("public"))
    carried = [spec for spec in shelf.catalog.specs.values() if spec.has_public_view]
    work = [(lang, name) for lang in LANGUAGES for name in (*PAGES, _CLASS)]
    for at, spec in enumerate(carried):
        told(at, len(carried) + len(work), spec.id)
        shelf.files[layer_form(spec)[1]] = layer_file(shelf.catalog, spec)
    for at, (lang, name) in enumerate(work, len(carried)):
        told(at, len(carried) + len(work), f"{lang}/{name}")
        if name == _CLASS:
            shelf.files |= class_files(_edition(shelf, lang), address)
        else:
            shelf.files[f"{lang}/{name}.html"] = _page(shelf, lang, name, address)
    shelf.files["index.html"] = index_page(shelf.asset)
    shelf.files["404.html"] = lost_page(address)
    shelf.files["README.txt"] = readme().encode()
    shelf.files[MANIFEST] = _manifest(shelf)
    whole = sum(map(len, shelf.files.values()))
    if whole > MOST_BYTES:
        raise LeopardRangeError("site_too_large", size=round(whole / 1e6), most=MOST_BYTES // 1_000_000)
    return dict(sorted(shelf.files.items()))


def _edition(shelf: _Shelf, lang: str) -> Edition:
    def links(id_: str) -> tuple[tuple[str, str], ...]:
        form, name = layer_form(shelf.catalog.spec(id_))
        return ((form, _ROOT + name),)

    def address_of(name: str, query: Mapping[str, str]) -> str:
        return _address_of(lang, name, query)

    return Edition(shelf.catalog, lang, shelf.ask, shelf.publish, links, address_of)


def _address_of(lang: str, name: str, query: Mapping[str, str]) -> str:
    """Return the address of a page beside another one; what the site has no page for is told in Learn."""
    if sheet := _SHEET.fullmatch(name):
        return _ROOT + sheet_name(lang, *sheet.groups())
    if name not in PAGES:
        return "learn.html#know"
    # Letters, digits, points, commas, colons and underscores: nothing of it needs escaping.
    asked = "&".join(f"{key}={value}" for key, value in query.items())
    return f"{name}.html?{asked}" if asked else f"{name}.html"


def _map_part(shelf: _Shelf, lang: str, name: str, address: str) -> MapPart | None:
    if name not in MAPS:
        return None
    spec = atlas.map_spec(shelf.catalog, name, lang, shelf.layer)
    spec = described(spec, shelf.catalog, shelf.ask)
    if name in _PERMALINKS:
        spec = replace(spec, flags=spec.flags | {"link"})
    page_address = address and f"{address}/{lang}/{name}.html"
    spec = shared(spec, page=page_address, years=animation_name(lang))
    return MapPart(spec, shelf.hold(spec_file(spec)), _ROOT, held=True)


def _page(shelf: _Shelf, lang: str, name: str, address: str) -> bytes:
    made = page(_edition(shelf, lang), name, _map_part(shelf, lang, name, address))
    if made.map is not None:
        whole = Link(name, translator(lang)("Open the whole page"), f"{name}.html")
        made = replace(made, caption=_caption(shelf, made.title, made.map, lang), source=whole)
    menu = tuple(Link(other, title, f"{other}.html") for other, title in titles(lang).items())
    tongues = tuple(Link(code, title, f"../{code}/{name}.html") for code, title in LANGUAGES.items())
    around = Around(menu, tongues, _foot(shelf, lang), _head(lang, name, made.title, made.about, address))
    return document(made, lambda asset: _ROOT + shelf.asset(asset), around=around)


def _caption(shelf: _Shelf, title: str, part: MapPart, lang: str) -> str:
    """Write what stands under the map inside another page: its title and the cautions of what it shows."""
    shown = [layer.id for layer in part.spec.layers if layer.visible]
    notes = (note for id_ in shown for note in shelf.catalog.layer(id_, public=True).notes)
    lines = (
        f"{translator(lang)('Leopard Range Explorer')}: {title}.",
        *(note_sentence(n, lang) for n in notes),
    )
    return " ".join(dict.fromkeys(lines))


def _foot(shelf: _Shelf, lang: str) -> str:
    """Write version, whose work is in here, and under which licence."""
    _ = translator(lang)
    version = _("Version {version}, data {data}, {day}").format(
        version=__version__, data=shelf.catalog.version, day=shelf.catalog.settings.today.isoformat()
    )
    own = "Leopard Range Explorer"
    told = (part for spec in shelf.catalog.specs.values() for part in spec.attribution.split(";"))
    credits_ = credits_line(part for part in told if not part.strip().startswith(own))
    return (
        f'<p>{escape(version)}</p><p class="source" lang="en">{escape(credits_)}</p>'
        f'<p><a href="data.html#sources">{escape(_("Sources and licences"))}</a></p>'
    )


def _head(lang: str, name: str, title: str, about: str, address: str) -> str:
    """Write what other pages show of this one; addresses only where the site knows its own."""
    if not address:
        return preview_tags(title, about, lang)
    url = f"{address}/{lang}/{name}.html"
    others = {code: f"{address}/{code}/{name}.html" for code in LANGUAGES}
    links = [f'<link rel="canonical" href="{escape(url)}">'] + [
        f'<link rel="alternate" hreflang="{code}" href="{escape(other)}">' for code, other in others.items()
    ]
    picture = f"{address}/{animation_name(lang)}"
    tags = preview_tags(title, about, lang, url=url, picture=picture, size=YEARS_PX)
    return tags + "".join(f"{line}\n" for line in links)


def _manifest(shelf: _Shelf) -> bytes:
    told = {
        "made_by": MADE_BY,
        "version": __version__,
        "data": shelf.catalog.version,
        "day": shelf.catalog.settings.today.isoformat(),
        "files": {
            name: {"bytes": len(body), "sha256": hashlib.sha256(body).hexdigest()}
            for name, body in sorted(shelf.files.items())
        },
    }
    return (json.dumps(told, indent=1) + "\n").encode()
