"""Workbooks on which the clock leaves no mark."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date

_CORE = "docProps/core.xml"
_MOMENT = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def steady_workbook(saved: bytes, *, day: date) -> bytes:
    """
    Return a workbook as openpyxl saved it, with a fixed day in place of the moment of saving.

    Parameters
    ----------
    saved
        The bytes of the workbook.
    day
        Takes the place of the days on which it was made and changed.
    """
    steady = io.BytesIO()
    moment = f"{day:%Y-%m-%d}T00:00:00Z".encode()
    with zipfile.ZipFile(io.BytesIO(saved)) as source, zipfile.ZipFile(steady, "w") as target:
        for part in source.infolist():
            content = source.read(part)
            if part.filename == _CORE:
                content = _MOMENT.sub(moment, content)
            # An archive knows no day before 1980, the day that it gives where none is named.
            target.writestr(
                zipfile.ZipInfo(part.filename), content, compress_type=zipfile.ZIP_DEFLATED
            )
    return steady.getvalue()
