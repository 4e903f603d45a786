"""The drawing of a camera trap: our own lines, spots laid out by a fixed rule."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["flanks", "trap"]

_COAT, _SPOT, _NIGHT, _NIGHT_SPOT = "#D9A441", "#4A3216", "#B9BBB4", "#4C514B"
_BODY = (
    "M34,52C44,37 72,34 96,37C116,39 128,37 138,32C142,24 147,21 151,23L154,27C160,22 165,23 165,28"
    "C173,31 180,38 183,45C185,50 181,54 175,55C170,61 160,63 152,64C147,72 142,75 132,75"
    "C110,80 78,80 58,74C42,74 30,66 34,52Z"
)
_LEGS = "M50,62C46,76 44,84 45,103h8M62,66C63,80 58,88 62,103h8M133,64C136,80 131,90 133,103h8M146,62C151,78 148,90 151,103h8"
_TAIL = "M38,53C20,52 14,66 12,82C11,92 16,97 24,93"


def _leopard(seed: int, *, night: bool = False) -> str:
    """Draw one leopard in a box of 190 by 110; its seed lays out its spots."""
    coat, spot = (_NIGHT, _NIGHT_SPOT) if night else (_COAT, _SPOT)
    marks = []
    for i in range(46):
        # Steps of two irrational numbers never fall into rows (the R2 sequence).
        x = 34 + 122 * ((seed * 0.37 + i * 0.7548776662) % 1)
        y = 37 + 40 * ((seed * 0.61 + i * 0.5698402910) % 1)
        size = 2.3 + 1.6 * ((seed * 0.23 + i * 0.618) % 1)
        turn = 360 * ((seed * 0.71 + i * 0.414) % 1)
        marks.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{size:.1f}" transform="rotate({turn:.0f} {x:.1f} {y:.1f})"/>'
        )
    name = f"b{seed}{'n' if night else ''}"
    return (
        f'<clipPath id="{name}"><path d="{_BODY}"/></clipPath>'
        f'<g fill="none" stroke="{coat}" stroke-linecap="round" stroke-linejoin="round">'
        f'<path d="{_TAIL}" stroke-width="7"/><path d="{_LEGS}" stroke-width="9"/></g>'
        f'<path d="{_TAIL}" fill="none" stroke="{spot}" stroke-width="7" stroke-dasharray="2 9"/>'
        f'<path d="{_BODY}" fill="{coat}"/>'
        f'<g clip-path="url(#{name})" fill="none" stroke="{spot}" stroke-width="1.9" stroke-dasharray="4.5 1.8">'
        f'{"".join(marks)}</g><circle cx="170" cy="39" r="1.9" fill="{spot}"/>'
        f'<path d="M182,45l-5,1M150,27l3,4" stroke="{spot}" stroke-width="2.4" stroke-linecap="round"/>'
    )


def trap() -> str:
    """Draw a pair of camera traps on both sides of a trail, and a leopard between them.

    Returns
    -------
    str
        SVG without words, 440 by 210.
    """
    far = (
        '<path d="M212,0q4,60 -4,126h30q-8,-66 -2,-126z" fill="#9A866C"/>'
        '<rect x="209" y="34" width="27" height="33" rx="4" fill="#22302B"/><circle cx="222.5" cy="45" r="6" fill="#9FC5BE"/>'
        '<circle cx="222.5" cy="45" r="2.5" fill="#22302B"/><rect x="216" y="56" width="13" height="5" rx="2" fill="#B23A2A"/>'
    )
    near = (
        '<path d="M384,0q8,100 -10,210h62q-16,-110 -6,-210z" fill="#75614A"/>'
        '<rect x="370" y="92" width="40" height="50" rx="6" fill="#22302B"/><path d="M370,104h-7v24h7z" fill="#9FC5BE"/>'
        '<path d="M378,92v50M402,92v50" stroke="#3D4B45" stroke-width="3"/>'
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="440" height="210" viewBox="0 0 440 210">'
        '<clipPath id="frame"><rect width="440" height="210" rx="10"/></clipPath><g clip-path="url(#frame)">'
        '<path d="M0,0H440V210H0Z" fill="#E6ECDD"/><path d="M0,112Q110,98 220,108T440,100V210H0Z" fill="#C9D3B4"/>'
        '<path d="M0,168Q110,154 220,164T440,156V194Q330,186 220,196T0,200Z" fill="#E9DFC4"/>'
        f'{far}<path d="M358,116L84,52V204Z" fill="#F2C94C" opacity=".2"/><path d="M222,48L332,196H92Z" fill="#F2C94C" opacity=".34"/>'
        f'<g transform="translate(92 62) scale(1.18)">{_leopard(3)}</g>'
        f"{near}</g></svg>"
    )


def flanks(words: Sequence[str]) -> str:
    """Draw three photographs of left flanks; the first and the last show the same animal.

    Parameters
    ----------
    words : sequence of str
        Escaped labels of the three photographs.

    Returns
    -------
    str
        SVG, 440 by 148.
    """
    shown = ((3, False), (8, False), (3, True))
    parts = []
    for at, ((seed, night), label) in enumerate(zip(shown, words, strict=True)):
        ground = "#3A413D" if night else "#F3EDDD"
        parts.append(
            f'<g transform="translate({at * 149} 0)"><rect width="142" height="112" rx="6" fill="{ground}"/>'
            f'<g transform="translate(2 17) scale(.72)">{_leopard(seed, night=night)}</g>'
            f'<text x="71" y="134" text-anchor="middle" fill="#22302B">{label}</text></g>'
        )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="440" height="148" viewBox="0 0 440 148" '
        f'font-family="sans-serif" font-size="14">{"".join(parts)}</svg>'
    )
