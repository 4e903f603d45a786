"""What a file leaves open, as questions: encoding, coordinates, dates, kind of shapes, layer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import PurePath
from typing import Any, Literal

import streamlit as st

from leopard_range.model import Choices
from leopard_range.ui.brought import Brought
from leopard_range.ui.session import words

__all__ = ["SYSTEMS", "ZONES", "questions", "system_names"]

Question = Literal["encoding", "crs", "swap", "date_order", "geometry", "layer", "timezone"]

_ASKED_BY: dict[str, Question] = {
    "encoding_needed": "encoding",
    "encoding_wrong": "encoding",
    "not_utf8": "encoding",
    "decoded": "encoding",
    "swapped": "swap",
    "not_swapped": "swap",
    "crs_needed": "crs",
    "crs_unknown": "crs",
    "crs_lies": "crs",
    "crs_unusable": "crs",
    "datum_unknown": "crs",
    "metres_not_degrees": "crs",
    "metres_not_degrees_guess": "crs",
    "degrees_not_metres": "crs",
    "date_order_needed": "date_order",
    "date_bad": "date_order",
    "mixed_geometry": "geometry",
    "geometry_absent": "geometry",
    "layer_needed": "layer",
    "layer_unknown": "layer",
    "layer_chosen": "layer",
    "several_layers": "layer",
    "timezone_unknown": "timezone",
    "timezone_assumed": "timezone",
}
"""Code of an error or a remark -> what to ask."""

_TEXT, _SHAPES = (".csv", ".tsv", ".txt"), (".geojson", ".json", ".gpkg", ".kml", ".kmz", ".zip")
_FITS: dict[Question, tuple[str, ...]] = {
    "encoding": (*_TEXT, ".zip", ".kml"),
    "crs": (*_TEXT, *_SHAPES, ".tif", ".tiff"),
    "swap": (*_TEXT, *_SHAPES),
    "date_order": (*_TEXT, ".zip"),
    "geometry": (*_TEXT, *_SHAPES),
    "layer": (".gpkg", ".kml", ".kmz", ".zip"),
    "timezone": (*_TEXT, ".zip"),
}
_ENCODINGS = ("", "utf-8", "cp1251", "koi8-r", "cp866", "gb18030", "cp949", "cp932", "cp1252")
# Metres of this region: UTM zones 51-54, Pulkovo 1942 and CGCS2000 beside WGS 84.
SYSTEMS = (
    *("", "EPSG:4326", "EPSG:3857", "EPSG:32651", "EPSG:32652", "EPSG:32653", "EPSG:32654", "EPSG:4284"),
    *("EPSG:28422", "EPSG:28423", "EPSG:28424", "EPSG:4490", "EPSG:4737", "EPSG:5186"),
)
ZONES = ("Asia/Vladivostok", "Asia/Shanghai", "Asia/Seoul", "Asia/Pyongyang", "Asia/Tokyo", "UTC")


def questions(one: Brought) -> None:
    """Ask what the file leaves open; the answer reads it again.

    Parameters
    ----------
    one : Brought
        A file that has been read, or could not be.
    """
    _ = words()
    ending = PurePath(one.name).suffix.lower()
    told = [one.problem.code] if one.problem else [n.code for n in one.upload.remarks] if one.upload else []
    asked = [q for q in dict.fromkeys(_ASKED_BY.get(code) for code in told) if q is not None]
    open_ = [q for q in _FITS if ending in _FITS[q] and q not in asked]
    if asked and one.problem is not None:
        with st.form(key=f"asked-{one.number}", border=True):
            answers = _draw(asked, one)
            if st.form_submit_button(_("Read it again"), type="primary", icon=":material/refresh:"):
                _again(one, answers)
    else:
        open_ = asked + open_
    if open_ or one.problem is not None:
        with (
            st.expander(_("Read it another way"), icon=":material/tune:", expanded=False),
            st.form(key=f"open-{one.number}", border=False),
        ):
            answers = _draw(open_, one)
            if st.form_submit_button(_("Read it again"), icon=":material/refresh:"):
                _again(one, answers)


def _again(one: Brought, answers: Mapping[str, Any]) -> None:
    one.choices = replace(one.choices, **answers)
    one.upload = one.problem = one.shapes = None
    st.rerun()


def _draw(asked: list[Question], one: Brought) -> dict[str, Any]:
    """Draw a widget for every question; return the answers by the names of `Choices`."""
    drawn: dict[Question, Callable[[Choices, str], Any]] = {
        "encoding": _encoding,
        "crs": lambda choices, key: _system(choices, key, one),
        "swap": _swap,
        "date_order": _date_order,
        "geometry": _geometry,
        "layer": _layer,
        "timezone": _timezone,
    }
    return {q: drawn[q](one.choices, f"{q}-{one.number}") for q in asked}


def _encoding(choices: Choices, key: str) -> str:
    _ = words()
    names = {
        "": _("As the file says"),
        "utf-8": "UTF-8",
        "cp1251": _("Cyrillic, Windows (cp1251)"),
        "koi8-r": _("Cyrillic, KOI8-R"),
        "cp866": _("Cyrillic, DOS (cp866)"),
        "gb18030": _("Chinese (GB18030)"),
        "cp949": _("Korean (cp949)"),
        "cp932": _("Japanese (cp932)"),
        "cp1252": _("Western, Windows (cp1252)"),
    }
    return _pick(_("Encoding of the text"), list(_ENCODINGS), choices.encoding, key, names)


def system_names() -> dict[str, str]:
    """Return what coordinate systems are called; the empty one is the file's own."""
    _ = words()
    return {
        "": _("As the file says"),
        "EPSG:4326": _("Longitude and latitude, WGS 84 (EPSG:4326)"),
        "EPSG:3857": "Web Mercator (EPSG:3857)",
        "EPSG:4284": _("Longitude and latitude, Pulkovo 1942 (EPSG:4284)"),
        "EPSG:4490": _("Longitude and latitude, CGCS2000 (EPSG:4490)"),
        "EPSG:4737": _("Longitude and latitude, Korea 2000 (EPSG:4737)"),
        "EPSG:5186": "Korea 2000 / Central Belt 2010 (EPSG:5186)",
        **{f"EPSG:3265{zone}": f"WGS 84 / UTM 5{zone}N (EPSG:3265{zone})" for zone in range(1, 5)},
        **{f"EPSG:2842{zone}": f"Pulkovo 1942 / GK {zone + 20} (EPSG:2842{zone})" for zone in range(2, 5)},
    }


def _system(choices: Choices, key: str, one: Brought) -> str:
    _, names = words(), system_names()
    blanks = one.problem.blanks if one.problem else {}
    guessed = [str(blanks[name]) for name in ("guess", "crs") if name in blanks]
    options = list(dict.fromkeys((*SYSTEMS[:1], *guessed, *SYSTEMS[1:])))
    label = _("Coordinate system (choose, or write a code such as EPSG:32652)")
    return _pick(label, options, choices.crs or (guessed[0] if guessed else ""), key, names, new=True)


def _swap(choices: Choices, key: str) -> bool:
    _ = words()
    return bool(st.checkbox(_("Swap latitude and longitude"), value=choices.swap, key=key))


def _date_order(choices: Choices, key: str) -> str:
    _ = words()
    names = {
        "": _("As the file says"),
        "dmy": _("day, month, year"),
        "mdy": _("month, day, year"),
        "ymd": _("year, month, day"),
    }
    return _pick(_("Order of dates such as 03/04/2013"), list(names), choices.date_order, key, names)


def _geometry(choices: Choices, key: str) -> str:
    _ = words()
    names = {"": _("All"), "point": _("Points"), "line": _("Lines"), "polygon": _("Polygons")}
    return _pick(_("Which shapes to read"), list(names), choices.geometry, key, names)


def _layer(choices: Choices, key: str) -> str:
    _ = words()
    return str(st.text_input(_("Name of the layer"), value=choices.layer, key=key, max_chars=100)).strip()


def _timezone(choices: Choices, key: str) -> str:
    _ = words()
    label = _("Time zone of times that say none")
    return _pick(label, list(ZONES), choices.timezone, key, {}, new=True)


def _pick(
    label: str, options: list[str], chosen: str, key: str, names: Mapping[str, str], *, new: bool = False
) -> str:
    """Draw a choice; what is not in `names` is shown as it is."""
    if chosen not in options:
        options = [*options, chosen]
    found = st.selectbox(
        label,
        options,
        index=options.index(chosen),
        format_func=lambda key_: names.get(key_, key_),
        key=key,
        accept_new_options=new,
    )
    return str(found or "").strip()
