"""Which counts of a month may leave: none from which a small one could be worked out.

Whoever reads them knows every number that was ever released, and these rules. Three things follow.

- Of each measure the total leaves: as a number of at least 11, or as "<11". Under a total that
  small no site is told of.
- Sites add up to the total, together with what is of no site. So where one of these parts is small,
  the smallest that is not is withheld with it (`commonground.core.disclosure.suppress`): whoever
  subtracts learns what the withheld ones add up to, and not which of them is small. What is
  withheld and what is zero look alike, for neither leaves.
- Some measures are part of another: those who were asked what they need are among those who were
  helped. Of such a part only the total leaves, and only where those who are not in it are none or
  at least 11. Where it does not leave, nobody can tell which of the two was small.

A month is counted once and released once, so that no two counts of it can be compared.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from commonground.core.disclosure import FEWEST_PEOPLE, suppress
from commonground_web.valves.releases.counted import Counted, Site

Shown = dict[tuple[str, Site], int | None]
"""What may leave: a number, or None for a total that is only said to be small."""


def releasable(
    counted: Counted, *, part_of: Mapping[str, str], fewest: int = FEWEST_PEOPLE
) -> Shown:
    """Return what of a month's counts may leave.

    Parameters
    ----------
    counted
        Counts by measure, and by site or None for what is of no site.
    part_of
        Measures whose people are among those of another measure, by that measure.
    fewest
        The smallest count that may leave as a number.
    """
    shown: Shown = {}
    for measure, parts in counted.items():
        if measure in part_of:
            whole = sum(counted.get(part_of[measure], {}).values())
            shown |= _total_of_a_part(measure, sum(parts.values()), whole=whole, fewest=fewest)
        else:
            shown |= _total_and_sites(measure, parts, fewest=fewest)
    return shown


def _total_and_sites(measure: str, parts: Mapping[Site, int], *, fewest: int) -> Shown:
    total = sum(parts.values())
    if total < fewest:
        return {(measure, None): None}
    column = pd.DataFrame({"n": list(parts.values())})
    left = suppress(column, fewest=fewest)["n"].fillna(0)
    of_sites: Shown = {
        (measure, site): int(n)
        for site, n in zip(parts, left, strict=True)
        if site is not None and n >= fewest
    }
    return {(measure, None): total, **of_sites}


def _total_of_a_part(measure: str, total: int, *, whole: int, fewest: int) -> Shown:
    others = whole - total
    if total < fewest or 0 < others < fewest:
        return {}
    return {(measure, None): total}
