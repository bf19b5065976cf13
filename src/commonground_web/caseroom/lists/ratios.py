"""Ratios of shares with exact intervals: what small numbers can tell, and where they cannot."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from django.utils.translation import gettext_lazy as _
from scipy.special import betaincinv

CONFIDENCE = 0.95
FEWEST = 5
"""With fewer in a group, or among all others, nothing is said of a ratio."""


class Tells(Enum):
    """What a ratio tells."""

    TOO_FEW = "too_few"
    CANNOT_TELL = "cannot_tell"
    MORE = "more"
    LESS = "less"

    @property
    def label(self) -> object:
        """The same in words."""
        return _WORDS[self]


_WORDS = {
    Tells.TOO_FEW: _("too few to tell"),
    Tells.CANNOT_TELL: _("cannot be told from chance"),
    Tells.MORE: _("more often than others, beyond chance"),
    Tells.LESS: _("less often than others, beyond chance"),
}


@dataclass(frozen=True, slots=True)
class Ratio:
    """How often something happened in a group, against how often among all others."""

    n: int
    of: int
    others_n: int
    others_of: int
    value: float | None
    """The share of the group over that of the others; None where that is no number."""
    low: float
    high: float | None
    """None where the interval has no upper end."""

    @property
    def tells(self) -> Tells:
        """What can be said of it, and no more."""
        if min(self.of, self.others_of) < FEWEST:
            return Tells.TOO_FEW
        if self.low > 1:
            return Tells.MORE
        if self.high is not None and self.high < 1:
            return Tells.LESS
        return Tells.CANNOT_TELL


def ratio_of_shares(n: int, of: int, others_n: int, others_of: int) -> Ratio:
    """Return the ratio of two shares with its exact interval.

    Given how many cases there are in all, the number that fall in the group is binomial, if cases
    are rare; its Clopper-Pearson interval carries over to the ratio. Where they are not rare the
    interval is wider than it need be, never narrower.

    Parameters
    ----------
    n, of
        Cases in the group, and how many are in the group.
    others_n, others_of
        The same of all others.
    """
    share, others = _share(n, of), _share(others_n, others_of)
    value = share / others if share is not None and others else None
    if not (of and others_of):
        return Ratio(n, of, others_n, others_of, value, 0.0, None)
    scale = others_of / of
    low, high = _clopper_pearson(n, n + others_n)
    return Ratio(
        n,
        of,
        others_n,
        others_of,
        value,
        scale * low / (1 - low),
        scale * high / (1 - high) if high < 1 else None,
    )


def _share(n: int, of: int) -> float | None:
    return n / of if of else None


def _clopper_pearson(n: int, of: int) -> tuple[float, float]:
    """Return the exact interval of a binomial share."""
    tail = (1 - CONFIDENCE) / 2
    low = float(betaincinv(n, of - n + 1, tail)) if n else 0.0
    high = float(betaincinv(n + 1, of - n, 1 - tail)) if n < of else 1.0
    return low, high
