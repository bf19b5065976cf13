"""Layers and weights: what a study counts near each place, and what ranks places, out of files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from pydantic import RootModel

from commonground.core.errors import DataError
from commonground.core.written import Section, followed
from commonground.find.exposure import Layer, UnusableLayer
from commonground.ingest.panels import read_boundaries
from commonground.numerics.calibration import Floats


class UnreadableWeights(DataError):
    """A file of weights that cannot be followed."""


class LayerSection(Section):
    """Something that a city has, and the file that says where; as for `find.exposure.Layer`.

    Without ``count`` each point counts 1. With a count column people are taken to be counted,
    unless ``people`` says otherwise.
    """

    name: str
    file: Path
    count: str | None = None
    people: bool | None = None


class WeightsFile(RootModel[dict[str, float]]):
    """A file of weights: one line a kind or layer, as in ``violent = 10``."""


def layer_named(text: str) -> LayerSection:
    """Return the layer that a person names on the command line.

    Parameters
    ----------
    text
        ``NAME=FILE``, or ``NAME=FILE:COLUMN`` for counts in a column.

    Raises
    ------
    UnusableLayer
        If it is not written so.
    """
    name, _, source = text.partition("=")
    file, _, column = source.rpartition(":")
    if not file or "/" in column or "\\" in column:
        file, column = source, ""
    if not name or not file:
        raise UnusableLayer(
            f"{text!r} names no layer. Write NAME=FILE, as in schools=schools.geojson, or "
            "NAME=FILE:COLUMN, as in children=blocks.parquet:under_18."
        )
    return LayerSection(name=name.strip(), file=Path(file.strip()), count=column.strip() or None)


def read_layers(sections: Sequence[LayerSection], *, folder: Path, crs: str) -> tuple[Layer, ...]:
    """Read layers from their files.

    Parameters
    ----------
    sections
        What the layers are called, and where they are.
    folder
        Folder that their paths are relative to.
    crs
        Coordinate system in metres to put them into.

    Raises
    ------
    UnusableLayer
        If a file lacks the column, or nothing can be counted in it.
    """
    return tuple(_read(one, folder / one.file, crs=crs) for one in sections)


def read_weights(file: Path) -> dict[str, float]:
    """Read weights: a TOML file with one line a kind or layer, as in ``violent = 10``.

    Parameters
    ----------
    file
        The file.

    Raises
    ------
    UnreadableWeights
        If it is missing or cannot be followed.
    """
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise UnreadableWeights(f"{file} cannot be read: {problem}.") from None
    return followed(text, model=WeightsFile, name=file.name, error=UnreadableWeights).root


def _read(named: LayerSection, file: Path, *, crs: str) -> Layer:
    read = read_boundaries(file, place=None, crs=crs)
    counts = None if named.count is None else _counts(named, read.columns)
    return Layer(
        name=named.name,
        shapes=np.asarray(read.places.geometry),
        counts=counts,
        people=counts is not None if named.people is None else named.people,
    )


def _counts(named: LayerSection, columns: pd.DataFrame) -> Floats:
    if named.count not in columns:
        raise UnusableLayer(
            f"Layer {named.name}: {named.file.name} has no column {named.count!r}; there are "
            f"{', '.join(map(str, columns.columns))}."
        )
    held = columns[named.count]
    counts = pd.to_numeric(held, errors="coerce").to_numpy(np.float64, na_value=np.nan)
    odd = np.flatnonzero(np.isnan(counts) & held.notna().to_numpy())
    if len(odd):
        raise UnusableLayer(
            f"Layer {named.name}: column {named.count!r} holds {held.iloc[odd[0]]!r} in feature "
            f"{odd[0] + 1}, which is no number. Name another column, or put it right."
        )
    return counts
