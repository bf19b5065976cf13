"""The demo: a city whose truth is known, evaluated as a real one would be."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from commonground.core.progress import Progress
from commonground.ingest.synthetic import OUTCOMES as OUTCOMES_OF
from commonground.ingest.synthetic import SyntheticCity, synthetic_city
from commonground.ingest.synthetic.files import write_places, write_streets, write_truth
from commonground.ingest.synthetic.messy import places_on_the_map, write_messy
from commonground.study.folder import INGEST, STUDY, require_free, staged
from commonground.study.run import Run, evaluate_study, write_run

CITY, FILES, PLACES, TRUTH = "city", "city/files", "city/places.parquet", "city/truth.json"
STREETS = "city/streets.parquet"
"""Folders and files of the demo: what agencies publish, the blocks, and what was planted."""

SEED = 1
OUTCOMES = ("drugs", "any_crime", "violent")
MATCHED = ("drugs", "any_crime")
"""Matched by half-years: no mix of other blocks follows a market quarter by quarter."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One estimate beside the truth.

    Parameters
    ----------
    outcome
        What was counted.
    observed, counterfactual
        Recorded in the area, and expected without the intervention.
    change, lower, upper
        Relative change and its interval.
    planted
        The relative change that was planted.
    """

    outcome: str
    observed: float
    counterfactual: float
    change: float
    lower: float
    upper: float
    planted: float

    @property
    def holds_truth(self) -> bool:
        """Whether the interval holds the planted change."""
        return self.lower <= self.planted <= self.upper


@dataclass(frozen=True, slots=True, eq=False)
class Demo:
    """A finished demo.

    Parameters
    ----------
    run
        The evaluation.
    city
        The city, with its truth.
    """

    run: Run
    city: SyntheticCity

    def answers(self) -> tuple[Answer, ...]:
        """Return the estimates beside the planted truth."""
        found = self.run.effect.to_frame().to_dict("records")
        return tuple(
            Answer(
                outcome=row["outcome"],
                observed=row["observed"],
                counterfactual=row["counterfactual"],
                change=row["change"],
                lower=row["lower"],
                upper=row["upper"],
                planted=self.city.truth.effects[row["outcome"]],
            )
            for row in found
        )


def run_demo(
    out: str | Path, *, today: date, seed: int = SEED, progress: Progress | None = None
) -> Demo:
    """Make a synthetic city, ingest its messy files, evaluate its intervention and report.

    Parameters
    ----------
    out
        Where to put the run folder; the city's files go into ``city/`` inside it.
    today
        Date to put into the provenance.
    seed
        Which city.
    progress
        Called with the name of a stage, what is done of it, and what there is to do.
    """
    folder = Path(out)
    require_free(folder)
    city = synthetic_city(seed=seed)
    with staged(folder) as staging:
        messy = write_messy(city, staging / FILES, seed=seed)
        write_places(city, staging / PLACES, places=places_on_the_map(city.places))
        write_streets(city, staging / STREETS, segments=places_on_the_map(city.ground.segments))
        write_truth(city, staging / TRUTH)
        study_file = staging / STUDY
        study_file.write_text(
            _study(city, city_file=f"{FILES}/{messy.city_file.name}", seed=seed), encoding="utf-8"
        )
        run = evaluate_study(
            study_file, today=today, ingest_into=staging / INGEST, progress=progress
        )
        write_run(run, staging, study_file=study_file)
    return Demo(run=run, city=city)


def _study(city: SyntheticCity, *, city_file: str, seed: int) -> str:
    """Write the study file an analyst of this city would write."""
    covariates = [str(name) for name in city.covariates.columns]
    labels = city.periods.labels
    outcomes = {name: list(OUTCOMES_OF[name]) for name in OUTCOMES}
    area = textwrap.indent(textwrap.fill(", ".join(map(repr, city.intervention.area)), 92), "    ")
    return f"""\
# Written by `commonground demo`. The city is made up; its truth is in {TRUTH}.

name = "Demo: an intervention in one market of a synthetic city"
question = "Did drug and other crime in the market change in the year after the intervention?"
seed = {seed}

[ingest]
sources = ["{FILES}"]
city = "{city_file}"

[ingest.count]
places = "{PLACES}"
kind = "block"
unit = "{city.periods.unit}"
first = "{labels[0]}"
last = "{labels[-1]}"
covariates = {covariates}

[ingest.count.outcomes]
{chr(10).join(f"{name} = {categories}" for name, categories in outcomes.items())}

[intervention]
name = "The intervention in the market"
starts = "{city.intervention.starts}"
buffer_m = [150, 300]
area = [
{area},
]

[evaluate]
outcomes = {list(OUTCOMES)}
permutations = 199
placebo = "patches"
jackknife = true

[evaluate.match]
outcomes = {{ {", ".join(f"{name} = [2, 2, 2, 2, 2, 2]" for name in MATCHED)} }}
covariates = {covariates}
backup = true

[report.names]
drugs = "drug incidents"
any_crime = "all crime"
violent = "violent incidents"
young_men = "young men"
""".replace("'", '"')
