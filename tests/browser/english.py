"""Finds English words that a reader of another language would meet on a page."""

from __future__ import annotations

import re

from playwright.sync_api import Page

__all__ = ["NAMES", "english", "unfold"]

NAMES: dict[str, str] = {
    "formats of files and standards, as programs name them": (
        "GeoJSON|GeoPackage|GeoTIFF|[Ss]hapefile|KMZ|KML|CSV|TSV|ZIP|PDF|PNG|GIF|HTML|JSON|TOML|COG"
        "|Camtrap DP|UTF|WGS|EPSG|UTM|GPS|QR|YYYY|WKT|GPX"
    ),
    "names of programs and projects": (
        "SPACECAP|secr|Circuitscape|Omniscape|OpenStreetMap|Natural Earth|GLOBE|Leaflet|Copernicus|MCD|CMG"
    ),
    "abbreviations that every language uses": "EOO|AOO|AOH|IUCN|WWF|ISUNR|SECR|ECA|AICc?|MODIS|GIS|BBC",
    "licences": "CC|BY|ODbL|LGPL|MIT",
    "names of people in references": (
        r"[A-Z][a-z]+ et al\.|[A-Z][a-z]+ (?:& |and )?[A-Z]?[a-z]*,? ?(?:19|20)\d\d|Vitkalova|Shevtsova"
    ),
    "names of animals in Latin": "Panthera pardus orientalis",
    "keys of the keyboard": "Enter|Esc|Ctrl|Backspace",
    "units": "km|ha|px|kB|MB|dpi",
    "names of languages, each in itself": "English",
}
"""Why words stay in Latin letters in every language -> a pattern of such words."""

_ALLOWED = re.compile(
    r"https?://\S+|(?<!\w)(?:doi:)?10\.\d{4,}/\S+"
    r"|[\w.-]*\.(?:com|org|net|ru|zip|io|html|csv|geojson)(?![a-z])\S*"
    + "".join(rf"|(?<![A-Za-z])(?:{words})(?![A-Za-z])" for words in NAMES.values())
)
_WORD = re.compile(r"[A-Za-z]{3,}")

# Citations stand as they are to be cited (lang=en, .source); code and identifiers (translate=no) are the
# same in every language; the icons' names are drawn.
_GATHER = """
() => {
  const apart = "script, style, code, [data-testid=stIconMaterial], [translate=no], [lang=en], .source,"
    + " .sources li";
  const names = ["aria-label", "title", "placeholder", "alt", "aria-valuetext", "aria-description"];
  const found = window === top ? [["title", document.title]] : [];
  for (const el of document.querySelectorAll("body, body *")) {
    if (el.closest(apart) || !el.checkVisibility({ visibilityProperty: true })) continue;
    const own = [...el.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data).join(" ");
    found.push(["text", own]);
    for (const side of ["::before", "::after"]) {
      const drawn = getComputedStyle(el, side).content;
      if (drawn.startsWith('"')) found.push([side, drawn]);
    }
    for (const name of names)
      // The frame of the map is found by its title; its name is its label.
      if (!(name === "title" && el.tagName === "IFRAME" && el.hasAttribute("aria-label")))
        found.push([name, el.getAttribute(name) || ""]);
    if (el.tagName === "INPUT" && ["button", "submit", "text", "search"].includes(el.type))
      found.push(["value", el.value]);
  }
  return found.map(([kind, text]) => [kind, text.replace(/\\s+/g, " ").trim()]).filter(([, text]) => text);
}
"""
_CITED = """
() => [...document.querySelectorAll("body [lang=en]:not([data-tongue])")].filter((el) =>
  !el.matches(".lr-credit, .lr-about *, .sources li, .ref, dl.about dd, .source")).map((el) =>
    el.outerHTML.slice(0, 160))
"""


def english(page: Page) -> list[str]:
    """Return what is left in English on a page and in its frames: where, words, the whole text."""
    found: dict[str, None] = {}
    for frame in page.frames:
        for kind, text in frame.evaluate(_GATHER):
            if words := _WORD.findall(_ALLOWED.sub(" ", text)):
                found[f"{kind}: {' '.join(words)[:80]} | {text[:160]}"] = None
        found.update(
            {f"said to be English, but no citation: {html}": None for html in frame.evaluate(_CITED)}
        )
    return list(found)


def unfold(page: Page) -> None:
    """Open everything that is folded, in the page and in its map."""
    folds = page.locator("[data-testid=stExpander] details:not([open]) > summary:visible")
    while folds.count():
        folds.first.click()
        page.wait_for_timeout(250)
    for frame in page.frames:
        frame.evaluate(
            "() => document.querySelectorAll('.stHtml details').forEach((one) => { one.open = true; })"
        )
