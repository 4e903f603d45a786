"""What the map shows as tables, for everybody who cannot use a map, and as files to carry away."""

from __future__ import annotations

from html import escape

import pandas as pd

from leopard_range.content.edition import Edition
from leopard_range.content.pieces import file_links
from leopard_range.i18n import number, pick
from leopard_range.maps.atlas import facts
from leopard_range.model import LayerSpec

__all__ = ["download_items", "layer_table", "listed_layers"]

_MOST_ROWS = 60
"""Longer lists would cost every reader what only few read."""


def listed_layers(edition: Edition) -> tuple[LayerSpec, ...]:
    """Return the layers of the map that can be read as a table.

    Parameters
    ----------
    edition : Edition
        For whom.
    """
    specs = edition.catalog.specs.values()
    return tuple(s for s in specs if s.has_public_view and s.on_map and s.group != "base")


def download_items(edition: Edition) -> str:
    """Write every layer of the map with its files, as items of a list.

    Parameters
    ----------
    edition : Edition
        For whom.
    """
    return "".join(
        f"<li><b>{escape(pick(spec.title, edition.lang))}</b><br>{file_links(edition, spec.id)}</li>"
        for spec in edition.catalog.specs.values()
        if spec.on_map and spec.group != "base"
    )


# A source stands as it is to be cited, in every language.
_CITED = ' class="source" lang="en"'


def layer_table(edition: Edition, id_: str) -> str:
    """Write a layer's features as a table with the popup's labels and words.

    Parameters
    ----------
    edition : Edition
        For whom.
    id_ : str
        One of `listed_layers`; always its public view.

    Raises
    ------
    LeopardRangeError
        What the catalog raises.
    """
    _, lang = edition.words, edition.lang
    layer = edition.catalog.layer(id_, public=True)
    told = facts(layer.spec, lang, edition.catalog.rules)
    names = f"name_{lang}"
    named = names in layer.frame.columns
    heads = [_("Name")] * named + [f"{fact.label}, {fact.unit}" if fact.unit else fact.label for fact in told]
    columns = [names] * named + [fact.column for fact in told]
    if not columns:
        return f"<p>{escape(_('The features of this layer have no names or facts; the map shows their shapes.'))}</p>"
    words_of = {fact.column: fact.values for fact in told}
    frame = layer.frame.sort_values(columns[0]).head(_MOST_ROWS)
    body = "".join(
        "<tr>"
        + "".join(
            f"<td{_CITED if column.endswith('source') else ''}>{escape(words_of.get(column, {}).get(str(cell), _plain(cell, lang)))}</td>"
            for column, cell in zip(columns, row, strict=True)
        )
        + "</tr>"
        for row in frame[columns].itertuples(index=False)
    )
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in heads)
    more = len(layer.frame) - len(frame)
    rest = (
        _("{count} more: download the layer to see them all.").format(count=number(more, lang))
        if more
        else ""
    )
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(pick(layer.spec.title, lang))}">'
        f'<table class="numbers list"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
        f"<p>{escape(rest)}</p>"
    )


def _plain(cell: object, lang: str) -> str:
    """Write a cell: nothing for a missing one, numbers with a fraction the way the language does."""
    if pd.isna(cell):  # type: ignore[call-overload]
        return ""
    if isinstance(cell, float):
        return number(cell, lang, 0 if cell == int(cell) else 1)
    return str(cell)
