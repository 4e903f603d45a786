"""Where the Amur leopard lived, where it lives now, and how we know."""

__version__ = "0.1.0"
__all__ = ["__version__"]
