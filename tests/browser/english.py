"""Finds English words that a reader of another language would meet on a page."""

from __future__ import annotations

from playwright.sync_api import Page

from tools.checks.latin import left

__all__ = ["english", "unfold"]

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
            if words := left(text):
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
