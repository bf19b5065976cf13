"""How often intervals hold a planted truth, by a design that was fixed before it was run."""

from __future__ import annotations

import argparse
import os
import tomllib
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
import pandas as pd
from scipy import stats

from commonground.core.intervention import Intervention
from commonground.core.panel import Panel
from commonground.core.periods import Periods
from commonground.core.places import Places
from commonground.evaluate.matching import Matching
from commonground.evaluate.micro_synthetic_control import Effect, micro_synthetic_control
from commonground.evaluate.question import Inference
from commonground.evaluate.solving import InfeasibleTargets

DESIGN = Path(__file__).with_name("coverage_design.toml")
PAGE = Path(__file__).resolve().parents[1] / "docs" / "explanation" / "coverage-table.inc"

MONTE_CARLO = 0.99
"""Confidence of the intervals about a share of simulated panels."""

JOINT = "all together"

NAMES = {
    "residual": "linearised, what the match leaves open (the default)",
    "clustered": "linearised, each place once",
    "unclustered": "linearised, each place and quarter once (R microsynth)",
    "jackknife": "jackknife",
    "permutation": "placebo areas",
    "permutation (R)": "placebo areas, R microsynth's rules",
}


@dataclass(frozen=True, slots=True)
class Shares:
    """Simulated panels of one kind, outcome and effect, counted."""

    panels: int
    holds: int
    intervals: int
    rejects: int
    tests: int

    @property
    def coverage(self) -> str:
        """Share of intervals that hold the truth."""
        return share_with_interval(self.holds, self.intervals)

    @property
    def rejections(self) -> str:
        """Share of tests that reject."""
        return share_with_interval(self.rejects, self.tests)


@dataclass(frozen=True, slots=True)
class Design:
    """The design as it was fixed; see the file for what each part means."""

    panels: int
    seed: int
    effects: tuple[float, ...]
    city: dict[str, Any]
    evaluate: dict[str, Any]

    @classmethod
    def read(cls) -> Design:
        """Read the committed design."""
        written = tomllib.loads(DESIGN.read_text(encoding="utf-8"))
        return cls(**{**written, "effects": tuple(written["effects"])})


def simulated(design: Design, *, effect: float, seed: int) -> tuple[Panel, Intervention]:
    """Return one panel with a planted effect."""
    city, random = design.city, np.random.default_rng(seed)
    places, before = city["places"], city["periods_before"]
    quarters = np.arange(before + city["periods_after"])
    rates = np.array(list(city["rates"].values()))
    common = random.gamma(city["shape_common"], 1 / city["shape_common"], places)
    own = random.gamma(city["shape_own"], 1 / city["shape_own"], (places, len(rates)))
    season = 1 + city["season"] * np.sin(2 * np.pi * quarters / 4)
    mean = (rates * common[:, None] * own)[:, None, :] * season[:, None]
    spread = city["overdispersion"] - 1
    counts = random.poisson(random.gamma(mean / spread, spread))
    counts = np.concatenate([counts, counts.sum(axis=2, keepdims=True)], axis=2)

    recorded = counts[:, :before, -1].sum(axis=1)
    treated = random.choice(
        places, size=city["treated"], replace=False, p=recorded / recorded.sum()
    )
    kinds = counts[treated, before:, :-1]
    counts[treated, before:, :-1] = random.binomial(kinds, 1 + effect)
    counts[treated, before:, -1] = counts[treated, before:, :-1].sum(axis=2)

    ids = tuple(f"p{at:04d}" for at in range(places))
    panel = Panel(
        places=Places(ids=ids),
        periods=Periods(unit="number", first=1, count=len(quarters)),
        outcomes=(*city["rates"], "any_crime"),
        counts=counts.astype(np.float64),
        covariates=pd.DataFrame(
            {
                "population": random.poisson(30 * common).astype(float),
                "renters": random.poisson(12, places).astype(float),
            }
        ),
    )
    area = tuple(ids[at] for at in np.sort(treated))
    return panel, Intervention(name="planted", area=area, starts=str(before + 1))


def judged(design: Design, *, effect: float, seed: int) -> pd.DataFrame | None:
    """Evaluate one panel by every kind of inference; ``None`` if it cannot be matched."""
    panel, intervention = simulated(design, effect=effect, seed=seed)
    asked = design.evaluate
    common = {
        "confidence": asked["confidence"],
        "alternative": asked["alternative"],
        "permutations": asked["permutations"],
    }
    ways = {
        "own": Inference(kinds=("residual", "clustered"), jackknife=True, **common),
        "R": Inference(kinds=("unclustered",), placebo="any", as_microsynth=True, **common),
    }
    try:
        found = {
            name: micro_synthetic_control(
                panel,
                intervention=intervention,
                outcomes=asked["outcomes"],
                matching=Matching(
                    outcomes={name: tuple(asked["blocks"]) for name in asked["outcomes"]},
                    covariates=asked["covariates"],
                ),
                inference=inference,
                diagnostics=False,
                seed=seed,
                workers=1,
            )
            for name, inference in ways.items()
        }
    except InfeasibleTargets:
        return None
    table = pd.concat([_rows(found["own"], ""), _rows(found["R"], " (R)")])
    return table.assign(effect=effect)


def _rows(effect: Effect, suffix: str) -> pd.DataFrame:
    """Return intervals of outcomes, and the joint tests as rows of their own."""
    own = effect.uncertainty[["outcome", "kind", "lower", "upper", "p"]]
    joint = effect.joint[["kind", "p"]].assign(outcome=JOINT, lower=np.nan, upper=np.nan)
    table = pd.concat([own, joint])
    renamed = table["kind"].where(table["kind"] != "permutation", "permutation" + suffix)
    return table.assign(kind=renamed)


def shares(results: pd.DataFrame, design: Design) -> dict[tuple[str, str, float], Shares]:
    """Return how often each kind covers and rejects, by kind, outcome and effect."""
    level = 1 - design.evaluate["confidence"]
    found = {}
    for (kind, outcome, effect), rows in results.groupby(["kind", "outcome", "effect"], sort=False):
        given = rows[rows["lower"].notna() & rows["upper"].notna()]
        holds = (given["lower"] <= given["effect"]) & (given["effect"] <= given["upper"])
        found[str(kind), str(outcome), float(str(effect))] = Shares(
            panels=len(rows),
            holds=int(holds.sum()),
            intervals=len(given),
            rejects=int((rows["p"] <= level).sum()),
            tests=int(rows["p"].notna().sum()),
        )
    return found


def share_with_interval(count: int, of: int) -> str:
    """Write a share of panels in per cent, with its Wilson interval."""
    if not of:
        return "–"
    found = stats.binomtest(count, of).proportion_ci(MONTE_CARLO, "wilson")
    return f"{100 * count / of:.1f} [{100 * found.low:.1f}, {100 * found.high:.1f}]"


def main() -> None:
    """Run the study and write its page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--panels", type=int, help="fewer panels, to look; the page is not written")
    parser.add_argument("--first", type=int, default=0, help="first seed beside the design's own")
    parser.add_argument("--out", type=Path, help="where to keep every interval, as Parquet")
    chosen = parser.parse_args()
    design = Design.read()
    results, refused = run(design, panels=chosen.panels or design.panels, first=chosen.first)
    if chosen.out:
        results.to_parquet(chosen.out)
    page = "\n".join(written(shares(results, design), design, refused))
    print(page)
    if not chosen.panels:
        PAGE.write_text(page + "\n", encoding="utf-8")


def run(design: Design, *, panels: int, first: int) -> tuple[pd.DataFrame, dict[float, int]]:
    """Evaluate every panel; return all intervals, and how many panels could not be matched."""
    tables, refused = [], {}
    with ProcessPoolExecutor() as pool:
        for number, effect in enumerate(design.effects):
            start = design.seed + first + number * design.panels
            one = partial(_judged_at, design, effect)
            found = list(pool.map(one, range(start, start + panels), chunksize=10))
            refused[effect] = sum(table is None for table in found)
            tables += [table for table in found if table is not None]
    return pd.concat(tables, ignore_index=True), refused


def _judged_at(design: Design, effect: float, seed: int) -> pd.DataFrame | None:
    return judged(design, effect=effect, seed=seed)


def written(
    found: dict[tuple[str, str, float], Shares], design: Design, refused: dict[float, int]
) -> Iterator[str]:
    """Write the tables as Markdown."""
    outcomes = [*design.evaluate["outcomes"], JOINT]
    coverage = {key: one.coverage for key, one in found.items()}
    yield from _table(
        "Share of 90 % intervals that hold the truth", coverage, outcomes[:-1], design.effects
    )
    yield ""
    rejections = {key: one.rejections for key, one in found.items()}
    yield from _table(
        "Share of tests with p at most 0.10 where nothing happened", rejections, outcomes, (0.0,)
    )
    yield ""
    yield from _table(
        "Share of tests with p at most 0.10 where something did",
        rejections,
        outcomes,
        [effect for effect in design.effects if effect],
    )
    yield ""
    counts = ", ".join(f"{count} with effect {effect:+.0%}" for effect, count in refused.items())
    yield f"Panels that no weights match, which are refused: {counts}."
    yield ""
    yield f"Intervals without two ends, which are left out of the first table: {_endless(found)}."


def _endless(found: dict[tuple[str, str, float], Shares]) -> str:
    """Count, by kind, the intervals that lack an end: nothing was recorded, or too few areas."""
    parts = []
    for kind, name in NAMES.items():
        own = [one for (k, outcome, _), one in found.items() if k == kind and outcome != JOINT]
        lacking = sum(one.panels - one.intervals for one in own)
        parts.append(f"{lacking} of {sum(one.panels for one in own)} ({name})")
    return "; ".join(parts)


def _table(
    title: str,
    cells: dict[tuple[str, str, float], str],
    outcomes: Sequence[str],
    effects: Sequence[float],
) -> Iterator[str]:
    yield f"**{title}** (per cent; in brackets, the 99 % Monte Carlo interval)"
    yield ""
    yield "| kind | effect | " + " | ".join(outcomes) + " |"
    yield "|---|---|" + "---|" * len(outcomes)
    for kind, name in NAMES.items():
        for number, effect in enumerate(effects):
            row = [cells.get((kind, outcome, effect), "–") for outcome in outcomes]
            shown = name if number == 0 else ""
            yield f"| {shown} | {effect:+.0%} | " + " | ".join(row) + " |"


if __name__ == "__main__":
    main()
