"""A case's tables packed to be sent to another machine, only where the user asks for it."""

from __future__ import annotations

import atexit
import hashlib
import io
import tempfile
import threading
import zipfile
from dataclasses import dataclass
from pathlib import Path

from planner.errors import NoAnswer

_MOST_BYTES = 100_000_000
_DAY_ONE = (1980, 1, 1, 0, 0, 0)
"""Time on every file of a parcel, so that the same tables make the same bytes."""

_unpacking = threading.Lock()
_folders: dict[str, tempfile.TemporaryDirectory[str]] = {}


@dataclass(frozen=True, slots=True)
class Parcel:
    """The tables of one case and its geographic tables, packed."""

    sha256: str
    data: str
    """Name of the tables' folder or workbook inside the parcel."""
    geo: str | None
    packed: bytes


def pack(data: Path, geo: Path | None) -> Parcel:
    """
    Pack the tables of a case, pupils' rows included.

    Raises
    ------
    NoAnswer
        If they are too large to be sent with every run.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as parcel:
        for name, top in (("data", data), *((("geo", geo),) if geo else ())):
            for file in _files(top):
                inside = Path(name, file.relative_to(top.parent)).as_posix()
                parcel.writestr(
                    zipfile.ZipInfo(inside, _DAY_ONE), file.read_bytes(), zipfile.ZIP_DEFLATED
                )
    packed = buffer.getvalue()
    if len(packed) > _MOST_BYTES:
        raise NoAnswer(
            f"The case's tables come to {len(packed) // 1_000_000} MB packed, too many to send "
            "with every run. Copy them to the cluster under the same path."
        )
    return Parcel(
        hashlib.sha256(packed).hexdigest(),
        f"data/{data.name}",
        None if geo is None else f"geo/{geo.name}",
        packed,
    )


def _files(top: Path) -> list[Path]:
    return [top] if top.is_file() else sorted(each for each in top.rglob("*") if each.is_file())


def unpacked(parcel: Parcel) -> tuple[Path, Path | None]:
    """Return where the tables and the geographic tables of a parcel are on this machine."""
    folder = Path(_folder_of(parcel).name)
    return folder / parcel.data, None if parcel.geo is None else folder / parcel.geo


def _folder_of(parcel: Parcel) -> tempfile.TemporaryDirectory[str]:
    """Return a folder that only this user can read; it goes with the process."""
    # A cluster's worker may make two runs at once: they share one folder, and neither loses it.
    with _unpacking:
        folder = _folders.get(parcel.sha256)
        if folder is None:
            folder = tempfile.TemporaryDirectory(prefix="planner-")
            atexit.register(folder.cleanup)
            with zipfile.ZipFile(io.BytesIO(parcel.packed)) as packed:
                packed.extractall(folder.name)
            _folders[parcel.sha256] = folder
        return folder
