"""Small cities and any mess that their files can be in, for tests of what reads them."""

from hypothesis import strategies as st

from commonground.ingest.synthetic import CityPlan, Operation, SyntheticCity, synthetic_city
from commonground.ingest.synthetic.messy import Mess

SMALL = CityPlan(
    columns=16,
    rows=12,
    periods=4,
    starts=2,
    market_blocks=(3,),
    market_levels=(1.0,),
    displaced_blocks=2,
    apart_m=150.0,
    operations=(Operation(market=0, after=0.3, days=5, records=6.0),),
    busyness=0.4,
)
"""A year of a town with one market: some 400 incidents."""

MOST_REJECTED = 0.12
"""Of rows, for each of the seven reasons: together less than all."""

MOST_UNLOCATED = 0.4
"""A file most of whose coordinates lie far away may be refused, and rightly."""


def small_city(seed: int) -> SyntheticCity:
    """Make a city of 250 to 600 incidents."""
    return synthetic_city(seed=seed, plan=SMALL)


def messes() -> st.SearchStrategy[Mess]:
    """Draw any mess: shares small and large, and every way to write files."""
    share = st.sampled_from([0.0, 0.02, 0.1, 0.4, 1.0])
    of_rejected = st.sampled_from([0.0, 0.01, MOST_REJECTED])
    return st.builds(
        Mess,
        charges=share,
        duplicates=share,
        reversals=share,
        orphans=share,
        unnumbered=share,
        unlocated=st.sampled_from([0.0, 0.02, MOST_UNLOCATED]),
        no_date=of_rejected,
        unknown_day=of_rejected,
        unreadable_date=of_rejected,
        far_future=of_rejected,
        skipped_hour=of_rejected,
        ragged=of_rejected,
        unfounded=of_rejected,
        lost_zeros=share,
        untidy=share,
        persons=st.booleans(),
        change=st.sampled_from([0.0, 0.4, 1.0]),
        encoding=st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16"]),
        separator=st.sampled_from([",", ";", "\t", "|"]),
        gzip=st.booleans(),
        files=st.integers(min_value=1, max_value=4),
        shuffled=st.booleans(),
        calls=st.sampled_from(["csv", "xlsx", "geojson", "parquet"]),
        identical=st.sampled_from(["keep", "merge"]),
    )
