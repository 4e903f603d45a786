"""Readers of files.  Only the catalog imports them: nothing raw leaves another way."""

from __future__ import annotations

import os

# GDAL picks a driver by a file's content, not by its name.  Drivers that open
# other files, addresses or programs are unloaded before anything is imported
# that could use them; both bundled GDALs read these variables once, at import.
_INDIRECT = (
    "VRT OGR_VRT GDALG GTI DERIVED WMS WMTS WCS WFS OAPIF OGCAPI HTTP CSW PLMOSAIC PLSCENES STACTA STACIT "
    "Elasticsearch AmigoCloud Carto NGW EEDA EEDAI DAAS GPSBabel ADBC SXF"
)
os.environ.setdefault("GDAL_SKIP", ",".join(_INDIRECT.split()))
os.environ.setdefault("CPL_VSIL_CURL_ALLOWED_EXTENSIONS", ".none")
os.environ.setdefault("GDAL_HTTP_PROXY", "127.0.0.1:9")
