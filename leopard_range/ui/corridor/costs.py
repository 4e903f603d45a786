"""What it costs to cross each kind of land: the species' table, changed by the reader."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

import streamlit as st

from leopard_range.i18n import number, pick
from leopard_range.studies.corridor.ground import costs_asked
from leopard_range.ui.plain import show_text
from leopard_range.ui.session import catalog, language, words

if TYPE_CHECKING:
    from leopard_range.analysis.corridor.resistance import ClassCost

__all__ = ["costs_text", "show_costs"]

_KEY = "corridor_costs"
_MOST = 10_000.0


def _usual() -> dict[str, ClassCost]:
    if "resistance" not in catalog().species.parameters:
        return {}
    return dict(costs_asked(catalog(), "")[0].classes)


def costs_text() -> str:
    """Return the costs that differ from the species' table, as questions take them."""
    changed: dict[str, float] = st.session_state.get(_KEY, {})
    return ", ".join(f"{key}={value:g}" for key, value in changed.items())


def show_costs() -> None:
    """Show the table of costs; each can be changed, and all can be set back."""
    _, lang, classes = words(), language(), _usual()
    if not classes:
        return
    changed: dict[str, float] = st.session_state.setdefault(_KEY, {})
    with st.expander(_("Cost of each kind of land (resistance)"), icon=":material/landscape:"):
        show_text(
            _(
                "How hard it is to cross a metre of each kind of land: good forest is 1, a larger number is "
                "harder. Rely on the order more than on the size."
            )
        )
        kept = list(classes.items())
        with st.container(key="corridor_costs"):
            for at in range(0, len(kept), 2):
                row = st.columns(2, vertical_alignment="bottom")
                for place, (key, one) in zip(row, kept[at : at + 2], strict=False):
                    name = pick(one.name, lang)
                    with place:
                        value = st.number_input(
                            name,
                            0.01,
                            _MOST,
                            changed.get(key, one.value),
                            format="%g",
                            key=f"cost-{key}",
                            on_change=_set,
                            args=(key, one.value),
                        )
                        changed.pop(key, None)
                        if value != one.value:
                            changed[key] = float(value)
        if changed:
            st.button(
                _("Back to the species' table"),
                icon=":material/undo:",
                key="corridor_costs_back",
                on_click=_back,
                args=(tuple(classes),),
            )
        _sources(classes)


def _set(key: str, usual: float) -> None:
    changed: dict[str, float] = st.session_state.setdefault(_KEY, {})
    value = float(st.session_state[f"cost-{key}"])
    changed.pop(key, None)
    if value != usual:
        changed[key] = value


def _back(keys: tuple[str, ...]) -> None:
    usual: dict[str, Any] = {key: one.value for key, one in _usual().items()}
    st.session_state[_KEY] = {}
    for key in keys:
        st.session_state[f"cost-{key}"] = usual[key]


def _sources(classes: dict[str, ClassCost]) -> None:
    """Say where each number comes from, and between which bounds an ensemble draws."""
    _, lang = words(), language()
    rows = "".join(
        f"<tr><td>{escape(pick(one.name, lang))}</td><td class=n>{one.rank}</td>"
        f"<td class=n>{number(one.low, lang, 1)}–{number(one.high, lang, 1)}</td>"
        f'<td class="ref" lang="en">{escape(one.reference)}</td></tr>'
        for one in classes.values()
    )
    head = "".join(
        f"<th scope=col>{escape(text)}</th>"
        for text in (_("Kind of land"), _("Rank"), _("Bounds"), _("Source"))
    )
    title = _("Where the costs come from")
    st.html(
        f'<details class="told survey"><summary>{escape(title)}</summary><div class="scroll" tabindex="0" '
        f'role="region" aria-label="{escape(title)}"><table class="numbers list"><thead><tr>{head}</tr>'
        f"</thead><tbody>{rows}</tbody></table></div></details>"
    )
