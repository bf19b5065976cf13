"""Findings: what the records of a city mean for whoever uses them, in sentences."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

DRUG = ("drug sale", "drug possession", "other drug")
"""Categories of which police and prosecutor make cases. Calls and overdoses are not among them:
where people have been ill is not listed by place."""

FEWEST = 20
"""Drug incidents below which a share of them says nothing."""

SNAPPED = 3.0
"""Incidents to a point from which points are taken to be moved to intersections or blocks."""

MANY_MISSING, FEW_MISSING = 0.05, 0.005
UNEVEN_MISSING = 3.0
"""Missing coordinates worth a word: by share, and by how much more often than in other records."""

BURST = 3.0
"""Times the median day from which a day of drug records stands out."""


def findings(
    counted: Mapping[str, pd.DataFrame], *, alike: int, outside: int, located: int
) -> list[str]:
    """Return what a reader should know before using the incidents, in sentences.

    Parameters
    ----------
    counted
        The tables of `quality.Quality`, by name.
    alike, outside, located
        As there.
    """
    return [
        *_on_offences(counted["offences"]),
        *_on_sale(counted["coordinates"]),
        *_on_places(counted["coordinates"], outside=outside, located=located),
        *_on_points(counted["points"]),
        *_on_bookings(counted["bookings"]),
        *_on_time(counted["gaps"], counted["hours"], counted["delays"]),
        *_on_days(counted["days"]),
        *_on_initiative(counted["initiated"]),
        *(
            [
                f"{alike:,} records without an incident's number are like another in all that was "
                "read. Each is counted, since two people harmed at once make two such records; if "
                'they are copies, say identical = "merge" in the layout.'
            ]
            if alike
            else []
        ),
    ]


def _on_offences(offences: pd.DataFrame) -> list[str]:
    strange = offences[~offences["is_known"] & (offences["offence"] != "")]
    if strange.empty:
        return []
    named = ", ".join(repr(name) for name in strange["offence"].head(5))
    return [
        f"No rule of the city file knows {len(strange):,} offences ({strange['rows'].sum():,} "
        f"rows), which are counted as other: {named}{' and more' if len(strange) > 5 else ''}."
    ]


def bursts_of(days: pd.DataFrame) -> pd.DataFrame:
    """Return the days that hold far more drug incidents than the median day.

    Where the median day holds none there is nothing usual to stand out from.

    Parameters
    ----------
    days
        As in `Quality`.
    """
    usual = days["incidents"].median() if len(days) else 0
    return days[days["incidents"] > BURST * max(usual, 1)] if usual else days[:0]


def _on_sale(coordinates: pd.DataFrame) -> list[str]:
    counts = coordinates.set_index("category")["incidents"]
    drug = counts.reindex(DRUG, fill_value=0)
    total = int(drug.sum())
    if not total:
        return []
    if drug["other drug"] == total:
        return ["The records do not say which drug incidents are sales and which are possession."]
    if total < FEWEST:
        return []
    return [
        f"{drug['drug possession'] / total:.0%} of {total:,} drug incidents are possession and "
        f"{drug['drug sale'] / total:.1%} sale: possession shows where police search people, and "
        "only in part where drugs are sold."
    ]


def _on_places(coordinates: pd.DataFrame, *, outside: int, located: int) -> list[str]:
    said = []
    if outside:
        said.append(
            f"{outside:,} rows have coordinates outside the city and were taken to have none."
        )
    without, total = coordinates["without"].sum(), coordinates["incidents"].sum()
    if not located:
        return ["No record has coordinates: nothing can be said of where."]
    drug = coordinates[coordinates["category"].isin(DRUG)]
    rest = coordinates[~coordinates["category"].isin(DRUG)]
    of_drug, of_rest = (
        part["without"].sum() / max(part["incidents"].sum(), 1) for part in (drug, rest)
    )
    if without > MANY_MISSING * total:
        said.append(f"{without / total:.1%} of incidents have no coordinates.")
    is_uneven = max(of_drug, of_rest) > UNEVEN_MISSING * min(of_drug, of_rest)
    if len(drug) and len(rest) and is_uneven and max(of_drug, of_rest) >= FEW_MISSING:
        said.append(
            f"{of_drug:.1%} of drug incidents and {of_rest:.1%} of others have no coordinates: "
            "the map shows some kinds of record more completely than others."
        )
    return said


def _on_points(points: pd.DataFrame) -> list[str]:
    drug = points[points["category"].isin(DRUG)]
    incidents, spots = drug["incidents"].sum(), drug["points"].sum()
    if not spots or incidents < SNAPPED * spots:
        return []
    return [
        f"{incidents:,} drug incidents lie on {spots:,} points: points were moved to intersections "
        "or blocks, and smaller places cannot be told apart."
    ]


def _on_bookings(bookings: pd.DataFrame) -> list[str]:
    drug = int(bookings["drug"].sum())
    if not drug:
        return []
    return [
        f"{drug:,} drug incidents are on record at known institutions, where people are searched "
        "rather than where they sell; they are marked, and a panel can leave them out."
    ]


def _on_time(gaps: pd.DataFrame, hours: pd.DataFrame, delays: pd.DataFrame) -> list[str]:
    silent, thin = (gaps[gaps["kind"] == kind] for kind in ("silent", "thin"))
    said = [
        f"{agency}: no incident from {starts:%d %B %Y} to {ends - pd.Timedelta(days=1):%d %B %Y}; "
        "a file may be missing."
        for agency, starts, ends in zip(
            silent["agency"], silent["starts"], silent["ends"], strict=True
        )
    ]
    if len(thin):
        named = ", ".join(f"{month:%B %Y}" for month in thin["starts"].head(6))
        more = f" and {len(thin) - 6} more" if len(thin) > 6 else ""
        said.append(f"Months with less than half the usual incidents: {named}{more}.")
    unknown = hours.loc[hours["hour"].isna(), "incidents"].sum()
    if unknown:
        share = unknown / hours["incidents"].sum()
        said.append(f"The hour is unknown for {share:.0%} of incidents.")
    late = delays.set_index("quantile")["days"]
    if len(late) and late[0.9] > 0:
        said.append(
            f"One incident in ten is recorded {late[0.9]:,.0f} days after it happened or later: "
            "the end of any file is thinner than it will become."
        )
    return said


def _on_days(days: pd.DataFrame) -> list[str]:
    if days.empty:
        return []
    median = days["incidents"].median()
    bursts = bursts_of(days)
    if bursts.empty:
        return []
    busiest = bursts.sort_values("incidents", kind="stable").iloc[-1]
    return [
        f"Drug records come in bursts: {len(bursts):,} days hold more than three times the median "
        f"day's {median:,.0f}, the most {busiest['incidents']:,} on {busiest['day']:%d %B %Y}. "
        "That is the rhythm of police operations, not of the market."
    ]


def _on_initiative(initiated: pd.DataFrame) -> list[str]:
    kinds = initiated[["police", "citizen", "unknown"]].sum()
    if not kinds[["police", "citizen"]].sum():
        return ["The records do not say whether police or citizens started them."]
    drug = initiated[initiated["category"].isin(DRUG)][["police", "citizen"]].sum()
    if not drug.sum():
        return []
    return [
        f"Police started {drug['police'] / drug.sum():.0%} of the drug incidents of which it is "
        "known: their number follows enforcement as much as it follows the market."
    ]
