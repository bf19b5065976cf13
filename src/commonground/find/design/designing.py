"""Designing: what a design is made of, every distance a choice that is printed."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import ConfigDict, with_config

from commonground.find.definition import ImpossibleDefinition


@with_config(ConfigDict(extra="forbid", allow_inf_nan=False))
@dataclass(frozen=True, slots=True)
class Designing:
    """How the design of an intervention is drawn around a place.

    Parameters
    ----------
    rings_m
        Outer distance of each ring around target and controls, in metres, ascending.
    gap_m
        Least distance from the outermost ring of the target to that of any control.
    controls
        How many areas the target is compared with, if so many can be had.
    named_controls
        Ids of places that a person chose as controls; then none are looked for.
    alternatives_m
        Candidate places whose middle lies this near to the target's are alternatives that the
        market may move to. They are watched, and never controls.
    months
        Lengths of time before and after the start for which the detectable change is worked out.
    power
        Probability with which a change of that size would be found.
    alpha
        Level of the two-sided test.
    """

    rings_m: tuple[float, ...] = (150.0, 300.0)
    gap_m: float = 500.0
    controls: int = 4
    named_controls: tuple[str, ...] = ()
    alternatives_m: float = 1_500.0
    months: tuple[int, ...] = (6, 12, 24)
    power: float = 0.8
    alpha: float = 0.05

    def __post_init__(self) -> None:
        """Check that a design can be drawn so."""
        if not self.rings_m or not _ascend(self.rings_m):
            raise ImpossibleDefinition(
                f"rings_m is {list(self.rings_m)}; give the outer distance of each ring in metres, "
                "the nearest first, as [150, 300]."
            )
        if not self.months or not _ascend(self.months):
            raise ImpossibleDefinition(
                f"months is {list(self.months)}; give lengths of time, the shortest first, as "
                "[6, 12, 24]."
            )
        if self.gap_m < 0 or self.alternatives_m < 0 or self.controls < 0:
            raise ImpossibleDefinition("gap_m, alternatives_m and controls are 0 or more.")
        if len(set(self.named_controls)) < len(self.named_controls):
            raise ImpossibleDefinition("named_controls names a place twice; name each once.")
        if not (0 < self.alpha < 0.5 and 0.5 <= self.power < 1):
            raise ImpossibleDefinition(
                f"power is {self.power:g} and alpha {self.alpha:g}; a test has a power from .5 and "
                "below 1, and a level between 0 and .5."
            )

    @property
    def reach_m(self) -> float:
        """How far the outermost ring reaches."""
        return self.rings_m[-1]


def _ascend(values: tuple[float, ...]) -> bool:
    return all(one < other for one, other in zip((0, *values), values, strict=False))
