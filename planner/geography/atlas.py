"""
The geographic tables of one authority, opened by their manifest.

A file is read only if the manifest names it and its checksum is right. Nothing
here, or in any room of geography, sends anything anywhere.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from planner.errors import InputProblems, Problem
from planner.geography.shapes import Shapes, read_shapes, shapes_of

if TYPE_CHECKING:
    import geopandas as gpd

MANIFEST = "manifest.yaml"
BRITISH_GRID = "EPSG:27700"

_CHUNK_BYTES = 1 << 20


class AtlasFile(BaseModel):
    """One file of the atlas, as its manifest describes it."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)

    path: str | None = None
    """Where the file is, relative to the manifest."""
    package: str | None = None
    """Instead of a path: an installed Python package that holds the table."""
    what: str
    unit: str = ""
    crs: str = ""
    source: str
    licence: str
    attribution: str
    """Words that every map and page made from the file must show."""
    date: Annotated[str, BeforeValidator(str)]
    """Day, month or year; YAML reads some of them as numbers."""
    made_by: str = ""
    sha256: str | None = Field(default=None, pattern="^[0-9a-f]{64}$")
    """Checksum; a file without one is read unchecked."""
    peak_factor: float | None = Field(default=None, ge=1, le=3)
    """For roads: minutes by car in the school peak for each minute on free roads."""


@dataclass(frozen=True)
class Atlas:
    """Geographic tables by name. An atlas without a folder is empty and answers None."""

    folder: Path | None = None
    files: Mapping[str, AtlasFile] = field(default_factory=dict)

    def path(self, name: str) -> Path | None:
        """Return the path of a file, or None where the atlas has none of that name."""
        entry = self.files.get(name)
        if self.folder is None or entry is None or entry.path is None:
            return None
        return self.folder / entry.path

    def attributions(self, *names: str) -> tuple[str, ...]:
        """Return the words that must be shown with the files named, each once, in order."""
        said = [self.files[name].attribution for name in names if name in self.files]
        return tuple(dict.fromkeys(said))

    @cached_property
    def districts(self) -> gpd.GeoDataFrame | None:
        """Outlines with the columns district, district_code, authority, geometry."""
        return self._outlines("districts", ("district", "geometry"))

    @cached_property
    def areas(self) -> gpd.GeoDataFrame | None:
        """Small areas with the columns area, district, area_class, geometry and others."""
        return self._outlines("areas", ("area", "district", "geometry"))

    @cached_property
    def land(self) -> gpd.GeoDataFrame | None:
        """The outline of the land, to tell it from the sea."""
        return self._outlines("land", ("geometry",))

    @cached_property
    def district_shapes(self) -> Shapes | None:
        """The shapes of ``districts``, quickly read."""
        path = self.path("districts")
        quick = read_shapes(path, ("district",)) if path is not None else None
        return shapes_of(self.districts) if quick is None and self.districts is not None else quick

    @cached_property
    def land_shapes(self) -> Shapes | None:
        """The shapes of ``land``, quickly read."""
        path = self.path("land")
        quick = read_shapes(path, ()) if path is not None else None
        return shapes_of(self.land) if quick is None and self.land is not None else quick

    def _outlines(self, name: str, columns: tuple[str, ...]) -> gpd.GeoDataFrame | None:
        import geopandas as gpd

        path = self.path(name)
        if path is None:
            return None
        try:
            table = gpd.read_file(path)
        except Exception as error:
            raise InputProblems([_file_problem(path, "cannot be read as a map layer.")]) from error
        missing = [column for column in columns if column not in table.columns]
        if missing:
            what = f"The layer has no column {', '.join(missing)}."
            raise InputProblems([_file_problem(path, what)])
        if table.crs is None:
            raise InputProblems([_file_problem(path, "The layer does not name its CRS.")])
        return table.to_crs(BRITISH_GRID)


def open_atlas(folder: Path | None) -> Atlas:
    """
    Open a folder of geographic tables by its manifest.

    Parameters
    ----------
    folder
        Folder that holds ``manifest.yaml``; None gives an empty atlas.

    Raises
    ------
    InputProblems
        If the manifest is missing or wrong, or a file is missing or differs from its
        checksum. Every such problem is named at once.
    """
    if folder is None:
        return Atlas()
    files = _read_manifest(folder / MANIFEST)
    problems = list(_check_files(folder, files))
    if problems:
        raise InputProblems(problems)
    return Atlas(folder=folder, files=files)


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file, read in pieces."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()


def _read_manifest(path: Path) -> dict[str, AtlasFile]:
    if not path.is_file():
        what = "There is no manifest of geographic files here."
        fix = "Name a folder that holds manifest.yaml as `geo`, or leave `geo` out."
        raise InputProblems([Problem(str(path), 0, "", "", what, fix)])
    try:
        written = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise InputProblems([_file_problem(path, "is not readable as YAML.")]) from error
    entries = written.get("files") if isinstance(written, dict) else None
    if not isinstance(entries, dict):
        what = "The manifest has no mapping `files:`."
        raise InputProblems([_file_problem(path, what)])
    return _checked_entries(path, entries)


def _checked_entries(path: Path, entries: Mapping[str, object]) -> dict[str, AtlasFile]:
    files: dict[str, AtlasFile] = {}
    problems: list[Problem] = []
    for name, entry in sorted(entries.items()):
        try:
            files[name] = AtlasFile.model_validate(entry)
        except ValidationError as error:
            problems += [
                Problem(
                    file=str(path),
                    line=0,
                    column=".".join([name, *map(str, fault["loc"])]),
                    value=str(fault["input"])[:80] if fault["type"] != "missing" else "",
                    what=fault["msg"] + ".",
                    fix="See geo/README.md for what a manifest may say.",
                )
                for fault in error.errors()
            ]
    if problems:
        raise InputProblems(problems)
    return files


def _check_files(folder: Path, files: Mapping[str, AtlasFile]) -> Iterator[Problem]:
    for name, entry in files.items():
        if entry.path is None:
            continue
        path = folder / entry.path
        if not path.is_file():
            yield _file_problem(path, f"The manifest names it as `{name}`, but it is not there.")
        elif entry.sha256 is not None and sha256_of(path) != entry.sha256:
            yield Problem(
                file=str(path),
                line=0,
                column="",
                value="",
                what="The file differs from its checksum in the manifest.",
                fix="Restore it; or, if the change is meant, write the new sha256 there.",
            )


def _file_problem(path: Path, what: str) -> Problem:
    return Problem(str(path), 0, "", "", what, "Restore the file or correct the manifest.")
