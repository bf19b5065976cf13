"""Run a study: read, evaluate, report, and keep it all in one folder."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from commonground.core.errors import DataError
from commonground.core.progress import Progress, quietly
from commonground.evaluate.micro_synthetic_control import Effect, micro_synthetic_control
from commonground.report.content import Document
from commonground.report.documents import write_report
from commonground.report.withheld import withheld
from commonground.study.folder import (
    AS_MICROSYNTH,
    EFFECT,
    FIND,
    INGEST,
    MARK,
    STUDY,
    require_free,
    staged,
)
from commonground.study.headline import effect_headline, write_headline
from commonground.study.ingest_section import PANEL
from commonground.study.provenance import MADE_ON, provenance_of
from commonground.study.record import read_effect, write_effect
from commonground.study.specification import (
    BadStudy,
    Study,
    design_of,
    intervention_of,
    panel_of,
    read_study,
    require_known_names,
)

if TYPE_CHECKING:
    from commonground.study.ingest import IngestRun


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """A finished run.

    Parameters
    ----------
    study
        What was asked.
    effect
        The answer.
    as_microsynth
        The answer by R microsynth's rules, if it was asked for.
    provenance
        What the answer rests on.
    ingest
        What was ingested for it, if the study said so and has just been run.
    """

    study: Study
    effect: Effect
    as_microsynth: Effect | None
    provenance: Mapping[str, str]
    ingest: IngestRun | None = None

    @property
    def document(self) -> Document:
        """The run as something to read."""
        return Document(
            title=self.study.name,
            question=self.study.question,
            effect=self.effect,
            as_microsynth=self.as_microsynth,
            provenance=self.provenance,
            written_on=date.fromisoformat(self.provenance[MADE_ON]),
            fewest=self.study.report.fewest,
            names=self.study.report.names,
        )


def run_study(  # noqa: PLR0913  where from, where to, and how
    study_file: str | Path,
    *,
    out: str | Path,
    today: date,
    panel_file: str | Path | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
    documents: bool = True,
) -> Run:
    """Evaluate a study and write its run folder.

    Parameters
    ----------
    study_file
        The study, as TOML.
    out
        Where to put the run folder; what an earlier run wrote there is replaced, in one move, at
        the end.
    today
        Date to put into the provenance.
    panel_file
        A panel to use instead of the one the study names.
    workers
        Threads; all cores if left out. The result does not depend on it.
    progress
        Called with the name of a stage, what is done of it, and what there is to do.
    documents
        Write tables, figures, HTML and PDF as well.

    Returns
    -------
    Run
        The answer; the folder holds ``study.toml``, ``effect.json``, ``headline.json``,
        ``provenance.json`` and, with documents, ``report.html``, ``report.pdf``, ``tables/`` and
        ``figures/``.
    """
    source, folder = Path(study_file), Path(out)
    require_free(folder)
    if panel_file is not None:
        _require_incidents(read_study(source))
    run = evaluate_study(
        source,
        today=today,
        panel_file=None if panel_file is None else Path(panel_file),
        ingest_into=folder / INGEST,
        find_into=folder / FIND,
        workers=workers,
        progress=progress,
        documents=documents,
    )
    _write_whole(run, folder, study_file=source, documents=documents, progress=progress)
    return run


def evaluate_study(  # noqa: PLR0913  where from, where to, and how
    study_file: Path,
    *,
    today: date,
    panel_file: Path | None = None,
    ingest_into: Path | None = None,
    find_into: Path | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
    documents: bool = True,
) -> Run:
    """Answer a study's question; as for `run_study`, but no result is written.

    What the study ingests goes into a folder of its own, where the next run finds it. So do the
    places that it looks for, if a folder is named for them, before anything is evaluated. Counts
    that the study withholds are gone from the answer, so that nothing downstream, be it a page, a
    record or a terminal, can show them.
    """
    study = read_study(study_file)
    inputs, boundaries, ingested = _inputs(study, study_file, panel_file), None, None
    if study.ingest is not None and panel_file is None:
        from commonground.study.ingest import CITY, PLACES, ingest_for

        if ingest_into is None:
            raise BadStudy("The study ingests its panel: name a folder to ingest into.")
        ingested = ingest_for(
            study.ingest,
            folder=study_file.parent,
            into=ingest_into,
            today=today,
            workers=workers,
            progress=progress,
        )
        panel_file, boundaries = ingest_into / PANEL, ingest_into / PLACES
        inputs |= {
            "City file": ingest_into / CITY,
            "Panel": panel_file,
            "Boundaries": boundaries,
        }
    if study.find is not None and find_into is not None:
        from commonground.study.find import find_for

        find_for(
            study.find,
            study_file=study_file,
            into=find_into,
            today=today,
            ingested=ingest_into,
            workers=workers,
            progress=progress or quietly,
            documents=documents,
        )
    panel = panel_of(study, folder=study_file.parent, file=panel_file, boundaries=boundaries)
    require_known_names(study, panel)
    intervention = intervention_of(study, panel, folder=study_file.parent)

    def answer(*, as_microsynth: bool) -> Effect:
        effect = micro_synthetic_control(
            panel,
            intervention=intervention,
            outcomes=study.evaluate.outcomes,
            matching=study.matching(),
            horizons=study.evaluate.horizons,
            inference=study.inference(as_microsynth=as_microsynth),
            diagnostics=not as_microsynth,
            seed=study.seed,
            workers=workers,
            progress=progress,
        )
        return withheld(effect, fewest=study.report.fewest)

    return Run(
        study=study,
        effect=answer(as_microsynth=False),
        as_microsynth=answer(as_microsynth=True) if study.evaluate.microsynth else None,
        provenance=provenance_of(
            inputs=inputs,
            panel=panel,
            intervention=intervention,
            design=design_of(study, folder=study_file.parent),
            seed=study.seed,
            today=today,
        ),
        ingest=ingested,
    )


def _require_incidents(study: Study) -> None:
    """Refuse, before hours are spent, to look for places in what will not be ingested."""
    if study.find is not None and study.ingest is not None:
        raise BadStudy(
            "[find] looks at what [ingest] makes, and with a panel to use instead nothing is "
            "ingested. Leave that panel out, or run [find] as a study of its own."
        )


def _inputs(study: Study, study_file: Path, panel_file: Path | None) -> dict[str, Path]:
    """Return every file that decides the answer, by what it is."""
    folder, named = study_file.parent, study.panel
    files = {"Study file": study_file}
    if named is not None:
        files["Panel"] = folder / named.file
        if named.boundaries is not None:
            files["Boundaries"] = folder / named.boundaries
    if panel_file is not None:
        files["Panel"] = panel_file
    if study.intervention.design is not None:
        files["Design"] = folder / study.intervention.design
    return files


def report_run(folder: str | Path, *, progress: Progress | None = None) -> Run:
    """Write the documents of an evaluated run anew, into its folder.

    Raises
    ------
    UnreadableRecord
        If the folder holds no run.
    """
    run = read_run(Path(folder))
    _write_whole(run, Path(folder), study_file=Path(folder) / STUDY, progress=progress)
    return run


def read_run(folder: Path) -> Run:
    """Read a run back from its folder."""
    effect = read_effect(folder / EFFECT)
    second = folder / AS_MICROSYNTH
    try:
        provenance = json.loads((folder / MARK).read_text(encoding="utf-8"))
    except (FileNotFoundError, json.JSONDecodeError) as error:
        raise DataError(f"{folder / MARK} cannot be read: {error}. Run the study again.") from None
    return Run(
        study=read_study(folder / STUDY),
        effect=effect,
        as_microsynth=read_effect(second) if second.exists() else None,
        provenance=provenance,
    )


def _write_whole(
    run: Run,
    out: Path,
    *,
    study_file: Path,
    documents: bool = True,
    progress: Progress | None = None,
) -> None:
    told = progress if progress and documents else quietly
    told("Report", 0, 1)
    with staged(out) as staging:
        write_run(run, staging, study_file=study_file, documents=documents)
    told("Report", 1, 1)


def write_run(run: Run, folder: Path, *, study_file: Path, documents: bool = True) -> None:
    """Write everything of a run into a folder that exists.

    Parameters
    ----------
    run
        What to write.
    folder
        Where to; see `study.folder.staged` for how it appears whole.
    study_file
        The study as it was written, kept word for word.
    documents
        Write tables, figures, HTML and PDF as well.
    """
    kept = folder / STUDY
    if study_file != kept:
        shutil.copyfile(study_file, kept)
    write_effect(run.effect, folder / EFFECT)
    if run.as_microsynth is not None:
        write_effect(run.as_microsynth, folder / AS_MICROSYNTH)
    text = json.dumps(dict(run.provenance), indent=2, ensure_ascii=False)
    (folder / MARK).write_text(text + "\n", encoding="utf-8")
    headline = effect_headline(
        run.effect,
        title=run.study.name,
        question=run.study.question,
        names=run.study.report.names,
        provenance=run.provenance,
    )
    write_headline(headline, folder)
    if documents:
        write_report(run.document, folder)
