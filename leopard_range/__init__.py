"""Where the Amur leopard lived, where it lives now, and how we know."""

from leopard_range import gdal

__version__ = "0.1.0"
__all__ = ["__version__"]

# Before any module of the package can import a GDAL.
gdal.close()
