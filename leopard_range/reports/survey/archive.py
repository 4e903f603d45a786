"""Files in a ZIP that is the same for the same files, and tables as CSV."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Mapping

import pandas as pd

__all__ = ["csv_bytes", "zipped"]

_EPOCH = (1980, 1, 1, 0, 0, 0)


def csv_bytes(frame: pd.DataFrame) -> bytes:
    """Write a table as CSV: UTF-8, a line feed after each row, quotes where they are needed.

    Parameters
    ----------
    frame : DataFrame
        Cells are written as they are; ``""`` for nothing.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(frame.columns)
    writer.writerows(zip(*(frame[name].tolist() for name in frame.columns), strict=True))
    return out.getvalue().encode("utf-8", "replace")


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Pack files into a ZIP without the time of day, so that it says nothing but its content.

    Parameters
    ----------
    files : mapping of str to bytes
        Content by name, in the order in which it is to stand.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, body in files.items():
            about = zipfile.ZipInfo(name, _EPOCH)
            about.compress_type = zipfile.ZIP_DEFLATED
            about.external_attr = 0o644 << 16
            archive.writestr(about, body)
    return out.getvalue()
