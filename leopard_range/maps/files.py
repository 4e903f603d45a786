"""Files the browser asks for by URL, named by their content so that they never expire."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass

__all__ = ["WebFile", "digest", "packed_file"]


@dataclass(frozen=True, slots=True)
class WebFile:
    """Bytes with the address and the type under which a route serves them.

    Attributes
    ----------
    path : str
        Address relative to the root of the application, with the content's hash in it.
    content_type : str
        Media type.
    body : bytes
        What is sent; gzipped when `encoding` says so.
    encoding : str
        ``gzip`` or empty: the ``Content-Encoding`` header.
    """

    path: str
    content_type: str
    body: bytes
    encoding: str = ""

    @property
    def name(self) -> str:
        """The path without its query: what a route is asked for."""
        return self.path.partition("?")[0]

    @property
    def raw(self) -> bytes:
        """The bytes as they are after decoding."""
        return gzip.decompress(self.body) if self.encoding == "gzip" else self.body

    def url(self, prefix: str = "") -> str:
        """Return the address as seen from a document `prefix` away from the root (``../../``)."""
        return prefix + self.path


def digest(body: bytes, length: int = 8) -> str:
    """Return the first hexadecimal digits of the SHA-256 of some bytes."""
    return hashlib.sha256(body).hexdigest()[:length]


def packed_file(path: str, content_type: str, raw: bytes) -> WebFile:
    """Compress text for the browser; the same bytes give the same file on every machine.

    Parameters
    ----------
    path : str
        Address of the file.
    content_type : str
        Media type.
    raw : bytes
        Uncompressed content.
    """
    return WebFile(path, content_type, gzip.compress(raw, compresslevel=9, mtime=0), "gzip")
