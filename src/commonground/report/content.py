"""What a report says, in order; the templates only decide how it looks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from commonground.evaluate.micro_synthetic_control import Effect
from commonground.report.drawing.captions import rests_on
from commonground.report.figures import DRAWN, drawable
from commonground.report.kinds import KINDS, label_of
from commonground.report.numbers import (
    count,
    decimal,
    percent,
    probability,
    span,
    together,
    total,
    when,
)
from commonground.report.pieces.blocks import Block, Section, table_block
from commonground.report.pieces.checks import checks
from commonground.report.pieces.glossary import TERMS
from commonground.report.prose import alikeness, outcome_sentence, paragraph, what_p_asks
from commonground.report.tables import microsynth_text
from commonground.report.verdicts import MEANING, SOUND_KINDS, findings


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """All that goes into a report.

    Parameters
    ----------
    title
        Name of the study.
    question
        What was asked, as a sentence.
    effect
        The result.
    as_microsynth
        The same in R microsynth's mode, to be printed as R would; ``None`` leaves it out.
    provenance
        Where the result came from: versions, seed, hashes.
    written_on
        Date on the title page; none if left out.
    fewest
        Smallest count that may be shown; 0 withholds nothing.
    names
        What readers call an outcome or covariate, by column: ``{"i_drugs": "drug offences"}``.
        Files of tables keep the columns' own names.
    """

    title: str
    question: str
    effect: Effect
    as_microsynth: Effect | None = None
    provenance: Mapping[str, str] = field(default_factory=dict)
    written_on: date | None = None
    fewest: int = 0
    names: Mapping[str, str] = field(default_factory=dict)


def sections(document: Document) -> tuple[Section, ...]:
    """Return the sections of a report, in order; small counts must be withheld already."""
    effect = document.effect
    parts: list[tuple[str, Iterator[Block]]] = [
        ("The answer", _answer(effect)),
        ("What the comparison is", _comparison(effect)),
        ("The area against its synthetic control", _against(effect)),
        ("Other ways of counting uncertainty", _uncertainty(effect)),
        ("Checks of the comparison", checks(effect)),
        ("Caveats", _caveats(effect)),
        ("The same as R microsynth would print it", _as_microsynth(document)),
        ("Where this came from", _provenance(document)),
        ("Words used here", _words()),
    ]
    made = [Section(heading, tuple(blocks)) for heading, blocks in parts]
    return tuple(section for section in made if section.blocks)


def _answer(effect: Effect) -> Iterator[Block]:
    yield Block("lead", text=paragraph(effect))
    confidence = percent(effect.inference.confidence)
    yield table_block(
        "What was recorded, what was expected without the intervention, and what may be said. "
        f"Changes are against the synthetic control, with {confidence} intervals, by "
        f"{rests_on(effect)}; {what_p_asks(effect)}.",
        ["Outcome", "Counted to", "Recorded", "Expected", "Change", "Interval", "p", "Verdict"],
        [
            (
                row.outcome,
                row.horizon,
                count(row.observed),
                decimal(row.counterfactual),
                percent(row.change, signed=True, places=1),
                span(row.lower, row.upper),
                probability(row.p),
                row.verdict.value,
            )
            for row in findings(effect)
        ],
        text_columns=(0, 1, 5, 7),
    )
    used = dict.fromkeys(row.verdict for row in findings(effect))
    yield Block("terms", items=tuple((verdict.value, MEANING[verdict]) for verdict in used))
    yield from _figure("intervals", effect)
    contrasts = [row for row in findings(effect) if row.is_contrast]
    for row in contrasts:
        yield Block("text", text=outcome_sentence(effect, row.outcome, horizon=row.horizon))


def _comparison(effect: Effect) -> Iterator[Block]:
    weights = effect.weights
    yield Block(
        "text",
        text=(
            f"The area is {count(len(effect.intervention.area))} places, counted from "
            f"{when(effect.starts)} on. {count(len(weights.donors))} untreated places may stand in "
            f"for it; {count(weights.positive)} of them got weight, which makes a mix "
            f"{alikeness(effect)}. Unequal weights make the mix worth "
            f"{decimal(weights.effective_sample_size)} equally weighted places; the heaviest "
            f"carries {percent(weights.largest_share, places=1)}. A plain comparison of before and "
            "after is not given: it shows what changed, not what the intervention changed."
        ),
    )
    yield from _figure("weights", effect)
    yield from _figure("balance", effect)
    balance = weights.balance
    yield table_block(
        "What the mix was matched on: totals of the area, of the weighted mix, and of all places "
        "scaled to the area's number of places.",
        ["Matched on", "How", "Area", "Mix", "All places"],
        [
            (
                row[0],
                "exactly" if row[1] else "closely",
                total(row[2]),
                decimal(row[3]),
                decimal(row[4]),
            )
            for row in balance[
                ["constraint", "is_exact", "target", "weighted", "all_places"]
            ].itertuples(index=False, name=None)
        ],
        text_columns=(0, 1),
    )


def _against(effect: Effect) -> Iterator[Block]:
    yield from _figure("effect", effect)
    yield from _figure("gaps", effect)


def _uncertainty(effect: Effect) -> Iterator[Block]:
    kinds = list(dict.fromkeys(effect.uncertainty["kind"]))
    yield Block(
        "terms",
        items=tuple((KINDS[kind].label, KINDS[kind].gloss) for kind in kinds if kind in KINDS),
    )
    columns = ["outcome", "horizon", "kind", "lower", "upper", "p"]
    rows = effect.uncertainty.sort_values(["horizon", "outcome"], kind="stable", key=_as_met)
    yield table_block(
        f"Every {percent(effect.inference.confidence)} interval of every outcome; the first kind "
        f"of each is the one quoted{_may_doubt(kinds, effect)}; {what_p_asks(effect)}.",
        ["Outcome", "Counted to", "Counted by", "From", "To", "p"],
        [
            (
                row[0],
                row[1],
                label_of(row[2]),
                percent(row[3], signed=True, places=1),
                percent(row[4], signed=True, places=1),
                probability(row[5]),
            )
            for row in rows[columns].itertuples(index=False, name=None)
        ],
        text_columns=(0, 1, 2),
    )
    joint = effect.joint[["kind", "horizon", "p"]].dropna()
    if len(joint):
        yield table_block(
            "All outcomes together: how often chance alone would give a difference like this; "
            f"{what_p_asks(effect)}.",
            ["Counted by", "Counted to", "p"],
            [
                (label_of(row[0]), row[1], probability(row[2]))
                for row in joint.itertuples(index=False, name=None)
            ],
            text_columns=(0, 1),
        )


def _may_doubt(kinds: list[str], effect: Effect) -> str:
    """Say which of the other kinds of uncertainty a verdict must survive, if there are any."""
    asked = [label_of(kind) for kind in kinds if kind in SOUND_KINDS and kind != effect.quoted]
    return f", and of the others only {together(asked)} may put its verdict in doubt" * bool(asked)


def _as_met(column: pd.Series) -> pd.Series:
    """Sort by first appearance, which is the order of the study."""
    return column.map({value: at for at, value in enumerate(column.unique())})


def _caveats(effect: Effect) -> Iterator[Block]:
    if effect.caveats:
        yield Block("list", items=effect.caveats)


def _as_microsynth(document: Document) -> Iterator[Block]:
    if document.as_microsynth is None:
        return
    yield Block(
        "text",
        text=(
            "R microsynth counts every period of a place as separate evidence and takes normal "
            "tails. That ignores that a busy place stays busy, which makes its linearised "
            "intervals too sure, and takes the usual differences between places, which the match "
            "removes, for chance, which makes them not sure enough; which one wins depends on the "
            "outcome. Its table is given for comparison with published work."
        ),
    )
    yield Block("listing", text=microsynth_text(document.as_microsynth))
    if "clustered" in set(document.effect.uncertainty["kind"]):
        yield Block("text", text="The same with exact weights, each place counted once:")
        yield Block("listing", text=microsynth_text(document.effect, linear="clustered"))


def _provenance(document: Document) -> Iterator[Block]:
    if document.provenance:
        yield Block("terms", items=tuple(document.provenance.items()))


def _words() -> Iterator[Block]:
    yield Block("terms", items=tuple(TERMS.items()))


def _figure(name: str, effect: Effect) -> Iterator[Block]:
    """Give a figure its place, if there is anything to draw."""
    if name not in drawable(effect):
        return
    _, words = DRAWN[name]
    yield Block(
        "figure",
        text=words.caption(effect),
        figure=name,
        title=words.title,
        alt=words.alt(effect),
    )
