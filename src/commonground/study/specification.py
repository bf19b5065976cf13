"""The study file: everything that decides a result, written down before it is run."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Literal

import numpy as np
from pydantic import Field, model_validator

from commonground.core.errors import DataError
from commonground.core.intervention import Intervention, rings
from commonground.core.panel import Absent, Panel
from commonground.core.periods import PeriodUnit
from commonground.core.places import PlaceKind
from commonground.core.written import Section, followed
from commonground.evaluate.matching import Matching
from commonground.evaluate.question import Inference, Placebo
from commonground.find.design.design import Design
from commonground.ingest.panels import read_panel
from commonground.numerics.calibration import Distance
from commonground.numerics.linearisation import Linearisation
from commonground.numerics.permutation import Alternative
from commonground.study.designs import read_design
from commonground.study.find_section import FindSection
from commonground.study.ingest_section import PANEL, PERIOD, PLACE, IngestSection, SourcesSection


class BadStudy(DataError):
    """A study file that cannot be followed."""


class PanelSection(Section):
    """Where the counts are, and which column is which; as for `ingest.panels.read_panel`.

    Outcomes and covariates that are left out are those that the study evaluates and matches.
    With ``[ingest]`` the counts are those that were ingested.
    """

    file: Path
    place: str
    period: str
    outcomes: list[str] | None = None
    covariates: list[str] | None = None
    treated: str | None = None
    absent: Absent = "missing"
    unit: PeriodUnit | None = None
    kind: PlaceKind = "block"
    boundaries: Path | None = None


class InterventionSection(Section):
    """Where, since when, and against what.

    The area is the places listed, or those the panel marks as treated. ``buffer_m`` draws rings
    around it (needs boundaries), which are kept out of the comparison.

    Or all of it comes from a ``design`` that was found and fixed earlier (needs boundaries too),
    compared with all places elsewhere, or with its ``"controls"`` alone.
    """

    name: str
    area: list[str] | None = None
    design: Path | None = None
    starts: int | date | str | None = None
    buffer_m: list[float] = Field(default_factory=list)
    comparison: list[str] | Literal["controls"] | None = None

    @model_validator(mode="after")
    def _is_said_once(self) -> InterventionSection:
        if self.design is None:
            if self.comparison == "controls":
                raise ValueError('comparison = "controls" needs a design, which says what they are')
            return self
        listed = isinstance(self.comparison, list)
        also = [("area", self.area), ("buffer_m", self.buffer_m), ("comparison", listed)]
        said = [word for word, value in also if value]
        if said:
            raise ValueError(f"a design says what {said[0]} says: leave one of them out")
        return self


class MatchSection(Section):
    """What to match on; as for `evaluate.matching.Matching`."""

    outcomes: list[str] | dict[str, tuple[int, ...]] = Field(default_factory=list)
    covariates: list[str] = Field(default_factory=list)
    soft_outcomes: list[str] | dict[str, tuple[int, ...]] = Field(default_factory=list)
    soft_covariates: list[str] = Field(default_factory=list)
    since: int | date | str | None = None
    distance: Distance = "linear"
    smallest: float = 0.0
    largest: float = np.inf
    backup: bool = False


class EvaluateSection(Section):
    """What to evaluate, how far, and how sure; as for `evaluate.question.Inference`.

    With ``microsynth`` the same question is also answered by R microsynth's rules, side by side.
    """

    outcomes: list[str]
    match: MatchSection
    horizons: list[int | date | str] | None = None
    kinds: tuple[Linearisation, ...] = ("residual", "clustered")
    alternative: Alternative = "two-sided"
    confidence: float = Field(default=0.9, gt=0.5, lt=1)
    permutations: int = Field(default=0, ge=0)
    placebo: Placebo = "untreated"
    jackknife: bool | int = False
    contrasts: dict[str, dict[str, float]] = Field(default_factory=dict)
    joint: tuple[str, ...] | None = None
    microsynth: bool = False


class ReportSection(Section):
    """How to show the result.

    Counts of at least one and below ``fewest`` are withheld; ``names`` says what readers call a
    column.
    """

    fewest: int = Field(default=0, ge=0)
    names: dict[str, str] = Field(default_factory=dict)


class FindStudy(Section):
    """One city, looked over for places; without an intervention there is nothing to evaluate."""

    name: str
    question: str
    ingest: SourcesSection | None = None
    find: FindSection

    @model_validator(mode="after")
    def _has_incidents(self) -> FindStudy:
        if (self.ingest is None) == (self.find.incidents is None):
            raise ValueError("name the incidents in [find], or have an [ingest] that makes them")
        return self


class Study(Section):
    """One question, put to one panel."""

    name: str
    question: str
    seed: int = Field(default=0, ge=0)
    ingest: IngestSection | None = None
    find: FindSection | None = None
    panel: PanelSection | None = None
    intervention: InterventionSection
    evaluate: EvaluateSection
    report: ReportSection = ReportSection()

    @model_validator(mode="after")
    def _has_counts(self) -> Study:
        if (self.panel is None) == (self.ingest is None):
            raise ValueError("a study has a [panel], or an [ingest] that makes one")
        if self.find is not None and (self.ingest is None) == (self.find.incidents is None):
            raise ValueError("name the incidents in [find], or have an [ingest] that makes them")
        return self

    def matching(self) -> Matching:
        """Return what to match on."""
        return Matching(**self.evaluate.match.model_dump())

    def inference(self, *, as_microsynth: bool = False) -> Inference:
        """Return how to count uncertainty, by our own rules or by R microsynth's."""
        asked = self.evaluate
        return Inference(
            kinds=("unclustered",) if as_microsynth else asked.kinds,
            alternative=asked.alternative,
            confidence=asked.confidence,
            permutations=asked.permutations,
            placebo="any" if as_microsynth else asked.placebo,
            jackknife=asked.jackknife,
            contrasts=asked.contrasts,
            joint=asked.joint,
            as_microsynth=as_microsynth,
        )


def read_study(path: Path) -> Study:
    """Read a study file.

    Parameters
    ----------
    path
        A TOML file. Paths in it are relative to its own folder.

    Raises
    ------
    BadStudy
        If it cannot be read, lacks something, or holds a word that means nothing.
    """
    return followed(_text(path), model=Study, name=str(path), error=BadStudy)


def read_find_study(path: Path) -> FindStudy | None:
    """Read a study file that only looks for places; ``None`` if it evaluates something.

    Parameters
    ----------
    path
        A TOML file. Paths in it are relative to its own folder.

    Raises
    ------
    BadStudy
        If it cannot be read, lacks something, or holds a word that means nothing.
    """
    text = _text(path)
    try:
        written = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise BadStudy(f"{path} is not a TOML file: {problem}.") from None
    if "find" not in written or "evaluate" in written or "intervention" in written:
        return None
    return followed(text, model=FindStudy, name=str(path), error=BadStudy)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise BadStudy(f"There is no study file {path}.") from None
    except (UnicodeDecodeError, IsADirectoryError) as error:
        raise BadStudy(f"{path} is not a TOML file: {error}.") from None


def panel_of(
    study: Study, *, folder: Path, file: Path | None = None, boundaries: Path | None = None
) -> Panel:
    """Read the panel of a study, and of it what the study uses.

    Parameters
    ----------
    study
        The study.
    folder
        Folder of the study file.
    file, boundaries
        To use instead of those named; a panel that the study ingests has no others.
    """
    match = study.evaluate.match
    used = [*study.evaluate.outcomes, *match.outcomes, *match.soft_outcomes]
    fixed = [*match.covariates, *match.soft_covariates]
    named = study.panel or _ingested(study)
    if boundaries is None and named.boundaries is not None:
        boundaries = folder / named.boundaries
    return read_panel(
        file or folder / named.file,
        place=named.place,
        period=named.period,
        outcomes=_once(used) if named.outcomes is None else named.outcomes,
        covariates=_once(fixed) if named.covariates is None else named.covariates,
        treated=named.treated,
        absent=named.absent,
        unit=named.unit,
        kind=named.kind,
        boundaries=boundaries,
    )


def _ingested(study: Study) -> PanelSection:
    """Return what a panel is like that was counted here."""
    count = study.ingest.count if study.ingest else None
    return PanelSection(
        file=Path(PANEL),
        place=PLACE,
        period=PERIOD,
        unit=count.unit if count else None,
        kind=count.kind if count else "block",
    )


def require_known_names(study: Study, panel: Panel) -> None:
    """Refuse a name for a column the study does not use.

    Raises
    ------
    BadStudy
        If ``[report.names]`` names such a column.
    """
    known = [*panel.outcomes, *map(str, panel.covariates.columns)]
    unknown = [column for column in study.report.names if column not in known]
    if unknown:
        raise BadStudy(
            f"[report.names] names {unknown[0]!r}, which the study does not use; it uses "
            f"{', '.join(known)}."
        )


def _once(names: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(names))


def design_of(study: Study, *, folder: Path = Path()) -> Design | None:
    """Return the design that a study names, if it names one, as it was fixed.

    Parameters
    ----------
    study
        The study.
    folder
        Folder of the study file, to which the design is relative.
    """
    file = study.intervention.design
    return None if file is None else read_design(folder / file)


def intervention_of(study: Study, panel: Panel, *, folder: Path = Path()) -> Intervention:
    """Return the intervention a study describes, as the panel knows it.

    Parameters
    ----------
    study
        The study.
    panel
        Its panel.
    folder
        Folder of the study file, to which a design is relative.
    """
    named, design = study.intervention, design_of(study, folder=folder)
    if design is not None:
        if named.starts is None:
            raise BadStudy("[intervention] names a design but not its start: add starts = ...")
        return design.intervention(
            panel.places,
            starts=panel.periods.labels[panel.periods.position(named.starts)],
            name=named.name,
            comparison="elsewhere" if named.comparison is None else "controls",
        )
    if named.area is None:
        marked = Intervention.marked_in(panel, name=named.name, starts=named.starts)
        area, starts = marked.area, marked.starts
    else:
        if named.starts is None:
            raise BadStudy("[intervention] lists an area but not its start: add starts = ...")
        area = tuple(named.area)
        starts = panel.periods.labels[panel.periods.position(named.starts)]
    return Intervention(
        name=named.name,
        area=area,
        starts=starts,
        buffer=rings(panel.places, area=area, distances_m=named.buffer_m) if named.buffer_m else (),
        comparison=None if named.comparison is None else tuple(named.comparison),
    )
