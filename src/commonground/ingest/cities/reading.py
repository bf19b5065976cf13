"""Read a city file, one of the packs or one's own."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from commonground.core.errors import DataError
from commonground.core.written import followed
from commonground.ingest.cities.city_file import CityFile

ENDING = ".toml"


class BadCityFile(DataError):
    """A city file that cannot be followed."""


class UnknownCity(DataError):
    """A name that is neither a file nor a pack."""


@dataclass(frozen=True, slots=True)
class City:
    """A city file and its words.

    Parameters
    ----------
    file
        What it says.
    text
        How it is written.
    """

    file: CityFile
    text: str

    @property
    def fingerprint(self) -> str:
        """SHA-256 of its text."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def packs() -> tuple[str, ...]:
    """Return the names of the city files that come with the program."""
    folder = resources.files("commonground.ingest.cities")
    names = (entry.name for entry in folder.iterdir())
    return tuple(sorted(name.removesuffix(ENDING) for name in names if name.endswith(ENDING)))


def read_city(city: str | Path) -> City:
    """Read a city file.

    Parameters
    ----------
    city
        A path, or the name of a pack: ``san-francisco``, ``san-francisco-2012``, ``st-louis`` or
        ``tempe-overdoses``.

    Raises
    ------
    UnknownCity
        If there is neither.
    BadCityFile
        If it cannot be followed; every problem is named with its line.
    """
    text = _text(city)
    name = Path(city).name if str(city).endswith(ENDING) else f"the city file {city}"
    return City(file=followed(text, model=CityFile, name=name, error=BadCityFile), text=text)


def _text(city: str | Path) -> str:
    if str(city) in packs():
        folder = resources.files("commonground.ingest.cities")
        return (folder / f"{city}{ENDING}").read_text(encoding="utf-8")
    try:
        return Path(city).read_text(encoding="utf-8")
    except (FileNotFoundError, IsADirectoryError):
        raise UnknownCity(
            f"There is no city file {city}, nor a pack of that name; the packs are "
            f"{', '.join(packs())}. `commonground ingest --sketch FILE` writes a first city file."
        ) from None
    except UnicodeDecodeError as problem:
        raise BadCityFile(f"{city} is not written in UTF-8: {problem}.") from None
