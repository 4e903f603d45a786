"""The door for camera surveys: the data folder's own, and those somebody brings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from leopard_range.errors import LeopardRangeError
from leopard_range.model.survey import DEPLOYMENTS, GAPS, INDIVIDUALS, MEDIA, OBSERVATIONS, Survey
from leopard_range.schema import conform

if TYPE_CHECKING:
    from leopard_range.catalog import Catalog

__all__ = ["own_survey"]

_ZONE = "Asia/Vladivostok"


def own_survey(catalog: Catalog) -> Survey:
    """Gather the data folder's stations and detections into one survey.

    Parameters
    ----------
    catalog : Catalog
        Opened for planners.

    Returns
    -------
    Survey
        Exact positions, EPSG:4326.

    Raises
    ------
    LeopardRangeError
        ``needs_planner``; ``survey_none_here`` when the folder has no layer of detections.
    """
    detections = next((spec for spec in catalog.specs.values() if spec.rule == "detections"), None)
    if detections is None:
        raise LeopardRangeError("survey_none_here", folder=str(catalog.settings.data))
    observations = catalog.records(detections.id)
    seen = observations.assign(
        **{name: _moments(observations[name]) for name in ("eventStart", "eventEnd")},
        observationLevel="event",
        eventID=observations["observationID"],
    ).drop(columns=["longitude", "latitude"])
    stations = catalog.records(detections.stations)
    put = stations.assign(**{name: _moments(stations[name]) for name in ("deploymentStart", "deploymentEnd")})
    animals = observations.drop_duplicates("individualID")
    return Survey(
        name=detections.id,
        kind="layers",
        crs="EPSG:4326",
        timezone=_ZONE,
        deployments=conform(put, DEPLOYMENTS),
        observations=conform(seen, OBSERVATIONS),
        media=conform(pd.DataFrame(), MEDIA),
        individuals=conform(animals[["individualID", "sex", "lifeStage"]], INDIVIDUALS),
        gaps=conform(pd.DataFrame(), GAPS),
        simulated=detections.method == "simulated",
    )


def _moments(texts: pd.Series) -> pd.Series:
    return pd.to_datetime(texts, utc=True, format="ISO8601").astype("datetime64[ms, UTC]")
