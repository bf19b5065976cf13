"""How often intervals hold zero for placebo areas of the Seattle panel, where nothing happened."""

import sys
from pathlib import Path

import numpy as np

from benchmarks.coverage import share_with_interval
from benchmarks.seattle import MATCHING, OUTCOMES, seattle
from commonground.evaluate.problem import WeightProblem
from commonground.evaluate.question import Inference, quantile, question_of
from commonground.evaluate.solving import Area
from commonground.numerics.linearisation import Linearisation, linearised
from commonground.numerics.permutation import placebo_areas

PAGE = Path(__file__).resolve().parents[1] / "docs" / "explanation" / "placebo-coverage-table.inc"

AREAS = 2000
SEED = 20261121
CONFIDENCE = 0.9
KINDS: dict[Linearisation, str] = {
    "residual": "linearised, what the match leaves open (the default)",
    "clustered": "linearised, each place once",
    "unclustered": "linearised, each place and quarter once (R microsynth)",
}


def main() -> int:
    """Count, print and write the page's table."""
    panel, intervention = seattle()
    problem = WeightProblem.of(panel, intervention=intervention, matching=MATCHING)
    inference = Inference(permutations=AREAS, confidence=CONFIDENCE)
    question = question_of(problem, outcomes=OUTCOMES, horizons=None, inference=inference)
    rows = placebo_areas(problem.donors, size=len(problem.treated), count=AREAS, seed=SEED)
    areas = [Area(treated=row, among=problem.donors) for row in rows]
    held: dict[Linearisation, list[np.ndarray]] = {kind: [] for kind in KINDS}
    done = 0
    for batch in problem.solver.solve_many(areas, workers=2):
        treated = rows[done : done + len(batch.is_exact)]
        done += len(batch.is_exact)
        for kind, parts in held.items():
            found = linearised(
                question.follow_ups[0],
                weights=batch.weights[batch.is_exact],
                treated=treated[batch.is_exact],
                kind=kind,
            )
            reach = quantile(CONFIDENCE, freedom=found.freedom) * found.log_se
            ends = np.where(np.isnan(found.log_ratio), np.nan, np.abs(found.log_ratio) - reach)
            parts.append(ends)

    page = ["| kind | " + " | ".join(OUTCOMES) + " |", "|---|" + "---|" * len(OUTCOMES)]
    for kind, parts in held.items():
        ends = np.concatenate(parts)
        cells = [
            share_with_interval(int((column <= 0).sum()), int((~np.isnan(column)).sum()))
            for column in ends.T
        ]
        page.append(f"| {KINDS[kind]} | " + " | ".join(cells) + " |")
    text = "\n".join(page)
    print(text)
    PAGE.write_text(text + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
