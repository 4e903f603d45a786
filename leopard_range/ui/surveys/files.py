"""Files of a survey and of its answers: private, sealed, with sources, cautions and parameters inside."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
from starlette.requests import Request
from starlette.responses import Response

from leopard_range import __version__, privacy
from leopard_range.errors import LeopardRangeError
from leopard_range.i18n import note_sentence, pick, translator
from leopard_range.maps.survey import OUTLINES, features_file
from leopard_range.model import Answer, Note
from leopard_range.reports import answer_file, answer_kind, record
from leopard_range.reports.formats import as_csv, as_gpkg
from leopard_range.reports.raster import as_cog
from leopard_range.reports.survey.camtrap_dp import camtrap_dp
from leopard_range.studies import STUDIES
from leopard_range.studies.shape import columns, options
from leopard_range.ui.clearance import holder
from leopard_range.ui.doors import attachment, language_of, refused
from leopard_range.ui.session import catalog, settings
from leopard_range.ui.surveys.held import Found, Held, known, survey_of
from leopard_range.ui.surveys.place import LOGGED_AS, stations_file, surface_picture
from leopard_range.ui.surveys.placed import placed, rounded_survey
from leopard_range.ui.surveys.surfaces import outlines_of, surfaces_of

__all__ = ["FACTS", "WHOLE", "about_answer", "asked", "survey_file"]

FACTS = "values"
"""What the file with an answer's single values is called."""

WHOLE = "answer"
"""What a file is called that a study writes in a form of its own."""

_MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "gpkg": "application/geopackage+sqlite3",
    "png": "image/png",
    "tif": "image/tiff",
    "zip": "application/zip",
}


def survey_file(request: Request) -> Response:
    """Serve ``/planner/surveys/<number>.<what>.<form>`` to the browser it was sealed for.

    Parameters
    ----------
    request : Request
        Of a survey or an answer that a session holds.
    """
    number, what, form = [*request.path_params["name"].split(".", 2), "", ""][:3]
    found, lang = known(number), language_of(request)
    try:
        if isinstance(found, Held):
            what, _, how = what.partition("-")
            made = _of_survey(found, what, form, exact=how == "exact", lang=lang)
            if how == "exact":
                action = "show" if form == "geojson" else "export"
                record(settings().audit, who=holder(request.cookies), action=action, layer=LOGGED_AS)
            return made
        if isinstance(found, Found):
            return _of_answer(found, what, form, request)
    except LeopardRangeError as problem:
        return refused(request, problem, 404)
    return refused(request, LeopardRangeError("address_unknown", address="planner/surveys"), 404)


def _of_survey(one: Held, what: str, form: str, *, exact: bool, lang: str) -> Response:
    if (what, form) == ("stations", "geojson"):
        made = stations_file(one, exact=exact, lang=lang)
        return Response(made.raw, media_type=made.content_type)
    if (what, form) == ("stations", "gpkg"):
        frame = placed(survey_of(one))
        return _features(
            "stations", frame if exact else privacy.rounded(frame), _about_survey(one, exact, lang)
        )
    if (what, form) == ("survey", "zip"):
        survey = survey_of(one)
        body = camtrap_dp(survey if exact else rounded_survey(survey))
        return attachment(body, _MEDIA["zip"], f"survey-{'exact' if exact else 'rounded'}.zip")
    raise LeopardRangeError("address_unknown", address="planner/surveys")


def _features(id_: str, frame: gpd.GeoDataFrame, about: Mapping[str, Any]) -> Response:
    body = as_gpkg(id_, frame, about, settings().today)
    return attachment(body, _MEDIA["gpkg"], f"survey-{id_}.gpkg")


def _of_answer(found: Found, what: str, form: str, request: Request) -> Response:
    lang = language_of(request)
    name = f"{found.study.replace(' ', '-')}-{what.replace('_', '-')}"
    if form == "csv" and what != WHOLE:
        frame = _values(found.answer, lang) if what == FACTS else _table(found.answer, what, lang)
        body = as_csv(name, frame, about_answer(found, lang), settings().today)
        return attachment(body, _MEDIA["csv"], f"{name}.csv")
    kind, _, at = what.partition("-")
    if (kind, form) == ("surface", "png"):
        return Response(surface_picture(found, _whole(at))[0].raw, media_type=_MEDIA["png"])
    shapes = outlines_of(found) if kind == "outlines" else None
    if shapes is not None and form == "geojson":
        made = features_file(
            OUTLINES, shapes, {"level_share": translator(lang)("Share of the surface inside")}
        )
        return Response(made.raw, media_type=made.content_type)
    if form not in _MEDIA:
        raise LeopardRangeError("address_unknown", address="planner/surveys")
    if form in ("gpkg", "tif"):
        # A narrow bandwidth shows where cameras stood: what leaves is logged like exact positions.
        record(settings().audit, who=holder(request.cookies), action="export", layer=LOGGED_AS)
    if what == WHOLE:
        title = STUDIES[found.study].title
        kind = answer_kind(found.study, Path(f"answer.{form}"))
        body = answer_file(found.study, title, found.answer, kind, day=settings().today, language=lang)
        return attachment(body, _MEDIA[form], f"{found.study.replace(' ', '-')}.{form}")
    surface_picture(found, _whole(at))
    one = surfaces_of(found)[_whole(at)]
    body = as_cog(one.values, one.grid, about_answer(found, lang), one.unit)
    return attachment(body, _MEDIA["tif"], f"{name}.tif")


def _whole(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 4 else -1


def _table(answer: Answer, key: str, lang: str) -> pd.DataFrame:
    """Return the rows of one table of an answer, bounds beside their values."""
    column = next((one for one in columns(answer) if one.key == key and one.row is not None), None)
    if column is None:
        raise LeopardRangeError("address_unknown", address="planner/surveys")
    names = [one.key for one in columns(column.row)]
    rows = [[_cell(getattr(row, name), lang) for name in names] for row in getattr(answer, key)]
    return pd.DataFrame(rows, columns=names)


def _values(answer: Answer, lang: str) -> pd.DataFrame:
    """Return the single values of an answer, one a row."""
    _ = translator(lang)
    told = [
        (one.key, _(one.text), _cell(getattr(answer, one.key), lang), one.unit)
        for one in columns(answer)
        if one.row is None
    ]
    return pd.DataFrame(told, columns=["name", "label", "value", "unit"])


def _cell(found: Any, lang: str) -> Any:
    return pick(found, lang) if isinstance(found, Mapping) else found


def asked(question: Any) -> str:
    """Write what was asked as ``name=value``, without where a file stands.

    Parameters
    ----------
    question : dataclass
        Of a study.
    """
    told = [(one.key, getattr(question, one.key)) for one in options(type(question))]
    return "; ".join(f"{key}={value}" for key, value in told if key not in ("file", "mapping"))


def about_answer(found: Found, lang: str) -> dict[str, Any]:
    """Return what is written into every file of an answer.

    Parameters
    ----------
    found : Found
        The answer.
    lang : str
        Language of title and cautions.
    """
    study = STUDIES[found.study]
    sources = found.answer.citations
    about = _about(translator(lang)(study.title), _name(found.survey), found.answer.notes, lang)
    about["citation"] = " ".join(" ".join(filter(None, (one.text, one.url))) for one in sources)
    about["parameters"] = asked(found.question)
    return about


def _about_survey(one: Held, exact: bool, lang: str) -> dict[str, Any]:
    survey = survey_of(one)
    notes = (Note("survey_simulated"),) if survey.simulated else ()
    _ = translator(lang)
    how = "" if exact else _("rounded to 0.01°")
    return _about(
        _("Camera stations"), " · ".join(filter(None, (_name(one), how))), (*notes, *survey.operations), lang
    )


def _about(title: str, about: str, notes: Iterable[Note], lang: str) -> dict[str, Any]:
    return {
        "title": title,
        "about": about,
        "citation": "",
        "url": "",
        "licence": "",
        "positional_error_m": "",
        "cautions": [note_sentence(note, lang) for note in notes],
        "data_version": catalog().version,
        "exported": settings().today.isoformat(),
        "made_with": f"Leopard Range Explorer {__version__}",
    }


def _name(one: Held) -> str:
    return one.name or survey_of(one).name
