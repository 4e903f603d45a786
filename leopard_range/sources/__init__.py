"""Readers of files.  Only the catalog imports them: nothing raw leaves another way."""

from __future__ import annotations

import os

# Both bundled GDALs read these at import: formats that open other files or the
# network are switched off before anything can use them.
os.environ.setdefault("GDAL_SKIP", "VRT,WMS,WMTS,WCS,HTTP,GDALG,DERIVED,PLMOSAIC,STACTA,STACIT")
os.environ.setdefault("OGR_SKIP", "OGR_VRT,WFS,OAPIF,GDALG,CSW,Elastic,PLSCENES,AmigoCloud,Carto,GMLAS,SXF")
os.environ.setdefault("CPL_VSIL_CURL_ALLOWED_EXTENSIONS", ".none")
os.environ.setdefault("GDAL_HTTP_PROXY", "127.0.0.1:9")
