"""What messengers and networks show of a shared page, as tags for the head of a document."""

from __future__ import annotations

from html import escape
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from leopard_range.i18n import translator

__all__ = ["preview_tags"]

_LOCALES = {"en": "en_GB", "ru": "ru_RU", "zh": "zh_CN", "ko": "ko_KR"}
_TYPES = {".png": "image/png", ".gif": "image/gif"}


def preview_tags(
    title: str, about: str, lang: str, *, url: str = "", picture: str = "", size: tuple[int, int] = (0, 0)
) -> str:
    """Write the tags of a page's preview (the Open Graph protocol, and Twitter's kind of card).

    Parameters
    ----------
    title, about : str
        Of the page, in the reader's language; the product's name is added.
    lang : str
        Language of the page.
    url : str
        Whole address of the page; empty when nobody knows where it will be found.
    picture : str
        Whole address of a picture, PNG or GIF; empty without one, and then the card is a small one.
    size : (int, int)
        Width and height of the picture, pixels.

    Returns
    -------
    str
        HTML; every text in it is escaped.
    """
    product = translator(lang)("Leopard Range Explorer")
    tags = {
        "og:type": "website",
        "og:site_name": product,
        "og:title": title if title == product else f"{title} · {product}",
        "og:description": about,
        "og:locale": _LOCALES[lang],
        "twitter:card": "summary_large_image" if picture else "summary",
    }
    if url:
        tags["og:url"] = url
    if picture:
        tags |= {
            "og:image": picture,
            "og:image:type": _TYPES[PurePosixPath(urlsplit(picture).path).suffix],
            "og:image:width": str(size[0]),
            "og:image:height": str(size[1]),
            "og:image:alt": about,
        }
    # Twitter's tags have a name, the others a property.
    kinds = {key: "name" if key.startswith("twitter:") else "property" for key in tags}
    return "".join(f'<meta {kinds[key]}="{key}" content="{escape(text)}">\n' for key, text in tags.items())
