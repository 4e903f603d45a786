"""Where the cameras of a survey stood, exactly or rounded."""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
from pyproj import Transformer

from leopard_range import privacy
from leopard_range.model.survey import Survey

__all__ = ["placed", "rounded_survey"]


def _on_earth(survey: Survey) -> gpd.GeoDataFrame:
    """Return the deployments as points, EPSG:4326; those without a place are left out."""
    put = survey.deployments
    lon, lat = put["longitude"].to_numpy(float), put["latitude"].to_numpy(float)
    if survey.crs not in ("", "EPSG:4326"):
        there = Transformer.from_crs(survey.crs, "EPSG:4326", always_xy=True)
        own = there.transform(put["x_m"].to_numpy(float), put["y_m"].to_numpy(float))
        lon, lat = (np.where(np.isfinite(a), a, b) for a, b in zip((lon, lat), own, strict=True))
    known = np.isfinite(lon) & np.isfinite(lat)
    points = gpd.points_from_xy(lon[known], lat[known])
    return gpd.GeoDataFrame(pd.DataFrame(put[known]), geometry=points, crs="EPSG:4326")


def placed(survey: Survey) -> gpd.GeoDataFrame:
    """Return one point a station, with what its cameras did.

    Parameters
    ----------
    survey : Survey
        Any; stations without a place on the Earth are left out.

    Returns
    -------
    GeoDataFrame
        EPSG:4326; ``locationID``, ``deployments``, ``detections``, exact places.
    """
    put = survey.deployments
    stands = put.drop_duplicates("deploymentID").set_index("deploymentID")["locationID"]
    seen = survey.counted[survey.counted["scientificName"] != ""]
    found = seen["deploymentID"].map(stands).value_counts()
    points = _on_earth(survey)[["locationID", "geometry"]]
    stations = points.drop_duplicates("locationID").reset_index(drop=True)
    names = pd.Series(stations["locationID"])
    return stations.assign(
        deployments=names.map(points["locationID"].value_counts()).astype(int),
        detections=names.map(found).fillna(0).astype(int),
    )


def rounded_survey(survey: Survey) -> Survey:
    """Return a survey whose positions are rounded to 0.01 degrees, and say so.

    Parameters
    ----------
    survey : Survey
        Any.

    Returns
    -------
    Survey
        EPSG:4326; ``coordinateUncertainty`` (metres) grown by what the rounding hides; a deployment
        without a place on the Earth has none.
    """
    exact = _on_earth(survey)
    stepped = privacy.rounded(exact)
    out = survey.deployments.assign(longitude=np.nan, latitude=np.nan, x_m=np.nan, y_m=np.nan)
    out.loc[exact.index, "longitude"] = stepped.geometry.x.to_numpy()
    out.loc[exact.index, "latitude"] = stepped.geometry.y.to_numpy()
    unsure = stepped["coordinateUncertaintyInMeters"].to_numpy(float)
    out.loc[exact.index, "coordinateUncertainty"] = unsure
    return replace(survey, deployments=out, crs="EPSG:4326")
