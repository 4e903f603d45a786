"""What the columns of a table mean, from their names in four languages and in Darwin Core.

References
----------
Darwin Core Task Group (2009) Darwin Core, doi:10.5281/zenodo.16629.
Bubnicki J. W. et al. (2023) Camtrap DP, doi:10.1002/rse2.374.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from leopard_range.errors import LeopardRangeError

__all__ = ["is_date_column", "roles"]

_NAMES: dict[str, tuple[str, ...]] = {
    # In the order of preference: a table may hold a tidy and a verbatim position.
    "lat": (
        *(
            "decimallatitude",
            "latitude",
            "lat",
            "latdd",
            "latwgs84",
            "gpslatitude",
            "gpslat",
            "широта",
            "шир",
        ),
        *("纬度", "緯度", "北纬", "위도", "북위", "verbatimlatitude"),
    ),
    "lon": (
        *(
            "decimallongitude",
            "longitude",
            "lon",
            "lng",
            "long",
            "londd",
            "longdd",
            "lonwgs84",
            "gpslongitude",
        ),
        *("gpslon", "долгота", "долг", "经度", "經度", "东经", "東經", "경도", "동경", "verbatimlongitude"),
    ),
    "x": ("x", "easting", "eastings", "xcoord", "coordx", "pointx", "utmx", "utme", "координатах"),
    "y": ("y", "northing", "northings", "ycoord", "coordy", "pointy", "utmy", "utmn", "координатау"),
    "wkt": ("wkt", "wktgeom", "wktgeometry", "footprintwkt", "geometrywkt", "geometry", "geom", "thegeom"),
    "datum": (
        *("geodeticdatum", "datum", "crs", "srs", "epsg", "coordinatesystem", "системакоординат", "датум"),
        *("坐标系", "坐标系统", "좌표계", "측지계"),
    ),
    "time": ("time", "eventtime", "время", "时间", "时刻", "시간", "시각"),
    "camera": (
        *("camera", "cameraid", "cameraname", "cameratrap", "cameratrapid", "cam", "camid", "station"),
        *("stationid", "locationid", "deploymentid", "trap", "trapid", "камера", "камераид", "фотоловушка"),
        *(
            "номеркамеры",
            "idкамеры",
            "станция",
            "相机",
            "相机编号",
            "相机号",
            "红外相机",
            "点位",
            "点位编号",
            "机位",
        ),
        *("카메라", "카메라번호", "카메라id", "무인카메라", "지점", "지점번호"),
    ),
    "count": (
        *("individualcount", "count", "counts", "number", "numberofindividuals", "groupsize", "количество"),
        *(
            "число",
            "числоособей",
            "количествоособей",
            "колво",
            "особей",
            "数量",
            "个体数",
            "个体数量",
            "只数",
        ),
        *("개체수", "마리수", "수량"),
    ),
}
_WHOLE_DATES = {
    *("дата", "датавремя", "датаивремя", "日期", "日期时间", "拍摄时间", "观察时间", "记录时间", "时间戳"),
    *(
        "날짜",
        "일자",
        "일시",
        "관찰일",
        "관측일",
        "조사일",
        "촬영일",
        "발견일",
        "시작일",
        "종료일",
        "설치일",
        "회수일",
    ),
    *("eventstart", "eventend", "deploymentstart", "deploymentend", "observedon", "datetimeoriginal"),
}
_DATE_WORDS = {"date", "datetime", "timestamp", "дата"}


def _key(name: str) -> str:
    """Letters and digits only, without what stands in brackets: ``Latitude (WGS 84)`` is latitude."""
    text = unicodedata.normalize("NFKC", name).casefold().replace("ё", "е")
    return re.sub(r"[\W_]+", "", re.sub(r"[(\[].*?[)\]]", "", text) or text)


def roles(names: Sequence[str], file: str) -> dict[str, int]:
    """Find which column plays which part.

    Parameters
    ----------
    names : sequence of str
        Header of a table.
    file : str
        File name, for messages.

    Returns
    -------
    dict of str to int
        Position of the column for ``lat``, ``lon``, ``x``, ``y``, ``wkt``, ``datum``, ``time``, ``camera``,
        ``count``, as far as there is one.

    Raises
    ------
    LeopardRangeError
        ``column_ambiguous`` when two columns have the same meaning by the same name.
    """
    keys = [_key(name) for name in names]
    found = {}
    for role, aliases in _NAMES.items():
        for alias in aliases:
            places = [at for at, key in enumerate(keys) if key == alias]
            if len(places) > 1:
                columns = ", ".join(alias for _ in places)
                raise LeopardRangeError("column_ambiguous", file=file, columns=columns)
            if places:
                found[role] = places[0]
                break
    return found


def is_date_column(name: str) -> bool:
    """Tell whether a column's name says that it holds dates.

    Parameters
    ----------
    name : str
        Column name in English, Russian, Chinese or Korean.
    """
    if _key(name) in _WHOLE_DATES or re.search(r"(日期|일자|일시|날짜)$", _key(name)):
        return True
    split = re.sub(r"(?<=[a-zа-я])(?=[A-ZА-Я])", " ", name)
    words = re.sub(r"[\W_\d]+", " ", split.casefold()).split()
    return bool(words) and bool({words[0], words[-1]} & _DATE_WORDS)
