"""What GDAL may open, settled before GDAL is loaded.

Two GDALs are bundled, pyogrio's and rasterio's; both read these variables once, when they are
first imported, so the package sets them before anything else.  GDAL chooses a driver by a
file's content: a driver that opens other files, addresses or programs is a way in for whoever
writes the file.  So all drivers are unloaded but the few the project reads and writes with.

References
----------
GDAL documentation, "Security considerations" (https://gdal.org/user/security.html).
"""

from __future__ import annotations

import os

__all__ = ["ALLOWED", "SKIPPED", "close"]

ALLOWED = frozenset({"COG", "ESRI Shapefile", "GPKG", "GTiff", "GeoJSON", "MEM", "Memory"})
"""Drivers that stay; COG only writes."""

SKIPPED = tuple(
    name
    for line in (
        # read by content, and open what the content names: files, addresses, databases, programs
        "ADBC,AmigoCloud,Arrow,BIGGIF,CSW,Carto,DAAS,DB2ODBC,DERIVED,EEDA,EEDAI,Elasticsearch,GDALG,GML,GMLAS",
        "GPSBabel,GTI,GeoRaster,HANA,HTTP,JPIPKAK,KMLSUPEROVERLAY,LIBKML,MSSQLSpatial,MongoDBv3,MySQL,NAS,NGW",
        "OAPIF,OCI,ODBC,OGCAPI,OGR_VRT,PGDUMP,PGeo,PLMOSAIC,PLSCENES,PMTiles,PostGISRaster,PostgreSQL,STACIT",
        "STACTA,TIL,TileDB,VRT,WCS,WFS,WFS3,WMS,WMTS,Zarr",
        # vector formats
        "AIVector,AVCBin,AVCE00,CAD,CSV,DGN,DGNv8,DWG,DXF,EDIGEO,ESRIJSON,FileGDB,FlatGeobuf,GNMDatabase,GNMFile",
        "GPX,GTFS,GeoJSONSeq,GeoRSS,Geoconcept,IDB,INGRES,Idrisi,Interlis 1,Interlis 2,JML,JSONFG,KML,LVBAG",
        "MBTiles,MVT,MapInfo File,MapML,MiraMonVector,NTF,UK .NTF,NetCDF,ODS,OGR_GMT,OGR_GRASS,OGR_PDS,OSM",
        "OpenFileGDB,PDF,Parquet,S57,SDE,SOSI,SQLite,SVG,SXF,Selafin,TIGER,TopoJSON,VDV,VFK,Walk,WAsP,XLS,XLSX",
        "XODR,GRASS",
        # raster formats
        "AAIGrid,ACE2,ADRG,AIG,AVIF,AirSAR,BAG,BASISU,BLX,BMP,BSB,BT,BYN,CALS,CEOS,COASP,COSAR,CPG,CTG",
        "CTable2,DDS,DIMAP,DIPEx,DOQ1,DOQ2,DTED,ECRGTOC,ECW,EHdr,EIR,ELAS,ENVI,ERS,ESAT,ESRIC,EXR,FAST,FIT,FITS",
        "GFF,GIF,GRASSASCIIGrid,GRIB,GS7BG,GSAG,GSBG,GSC,GTX,GXF,GenBin,HDF4,HDF4Image,HDF5,HDF5Image,HEIF,HF2",
        "HFA,ILWIS,INGR,IRIS,ISCE,ISG,ISIS2,ISIS3,JAXAPALSAR,JDEM,JP2ECW,JP2KAK,JP2Lura,JP2MrSID,JP2OpenJPEG",
        "JPEG,JPEGLS,JPEGXL,KEA,KRO,KTX2,L1B,LAN,LCP,LIBERTIFF,LOSLAS,Leveller,MAP,MFF,MFF2,MG4Lidar,MRF,MSG",
        "MSGN,MiraMonRaster,MrSID,NDF,NGSGEOID,NITF,NOAA_B,NSIDCbin,NTv2,NWT_GRC,NWT_GRD,OZI,PAux,PCIDSK",
        "PCRaster,PDS,PDS4,PNG,PNM,PRF,R,RCM,RDB,RIK,RMF,ROI_PAC,RPFTOC,RRASTER,RS2,RST,Rasterlite,S102,S104",
        "S111,SAFE,SAGA,SAR_CEOS,SDTS,SENTINEL2,SGI,SIGDEM,SNAP_TIFF,SNODAS,SRP,SRTMHGT,TGA,TSX,Terragen",
        "USGSDEM,VICAR,WEBP,XPM,XYZ,ZMap,netCDF",
    )
    for name in line.split(",")
)
"""Every other driver of the two bundled GDALs and of other builds; a test finds a new one."""


def close() -> None:
    """Set the environment both GDALs and PROJ read when they are imported.

    Unloading a driver the one GDAL has and the other lacks is a warning in GDAL's own log, which
    goes nowhere; what matters reaches Python as an exception.
    """
    os.environ |= {
        "GDAL_SKIP": ",".join(SKIPPED),
        "GDAL_DRIVER_PATH": "disable",
        "GDAL_HTTP_PROXY": "127.0.0.1:9",
        "GDAL_HTTP_TIMEOUT": "1",
        "GDAL_HTTP_MAX_RETRY": "0",
        "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": ".none",
        "PROJ_NETWORK": "OFF",
    }
    os.environ.setdefault("CPL_LOG", os.devnull)
