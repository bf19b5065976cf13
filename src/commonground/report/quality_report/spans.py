"""From when to when an agency's incidents reach, month by month."""

from __future__ import annotations

import pandas as pd

from commonground.ingest.quality import Quality, usual_counts

MOST_AGENCIES = 6
"""Agencies that get a panel or a table of their own."""


def busiest_agencies(quality: Quality) -> list[str]:
    """Return the agencies with most incidents, the busiest first."""
    months = quality.months.assign(agency=quality.months["agency"].astype(str))
    totals = months.groupby("agency")["incidents"].sum().sort_values(ascending=False, kind="stable")
    return [str(agency) for agency in totals.index[:MOST_AGENCIES]]


def gaps_of(quality: Quality, agency: str) -> pd.DataFrame:
    """Return an agency's gaps: ``starts``, ``ends`` (the day after) and ``kind``."""
    gaps = quality.gaps[quality.gaps["agency"] == agency]
    return gaps.assign(starts=pd.to_datetime(gaps["starts"]), ends=pd.to_datetime(gaps["ends"]))


def months_of(quality: Quality, agency: str) -> pd.DataFrame:
    """Return an agency's months, each of its span: ``month``, ``incidents``, ``is_thin``."""
    counts = usual_counts(_months_of(quality, agency))
    whole = pd.date_range(counts.index[0], counts.index[-1], freq="MS")
    gaps = gaps_of(quality, agency)
    thin = set(gaps.loc[gaps["kind"] == "thin", "starts"])
    return pd.DataFrame(
        {
            "month": whole,
            "incidents": counts.reindex(whole, fill_value=0).to_numpy(),
            "is_thin": [month in thin for month in whole],
        }
    )


def outside_of(quality: Quality, agency: str) -> int:
    """Return how many of an agency's incidents lie before or after its span."""
    months = _months_of(quality, agency)
    return int(months["incidents"].sum() - usual_counts(months).sum())


def span_of(quality: Quality) -> tuple[pd.Timestamp, pd.Timestamp]:
    """Return the first month of the agencies that are drawn, and the month after their last."""
    reach = [_reach(quality, agency) for agency in busiest_agencies(quality)]
    return min(starts for starts, _ in reach), max(ends for _, ends in reach)


def _months_of(quality: Quality, agency: str) -> pd.DataFrame:
    return quality.months[quality.months["agency"] == agency]


def _reach(quality: Quality, agency: str) -> tuple[pd.Timestamp, pd.Timestamp]:
    months = usual_counts(_months_of(quality, agency)).index
    return months[0], months[-1] + pd.offsets.MonthBegin(1)
