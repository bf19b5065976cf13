"""Study files that can be followed, and those that cannot."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from commonground.core.panel import NotACount
from commonground.study.specification import (
    BadStudy,
    intervention_of,
    panel_of,
    read_study,
    require_known_names,
)


def _changed(study_file: Path, old: str, new: str) -> Path:
    text = study_file.read_text(encoding="utf-8")
    assert old in text
    study_file.write_text(text.replace(old, new), encoding="utf-8")
    return study_file


def test_reads_what_is_asked(study_file: Path) -> None:
    study = read_study(study_file)

    assert study.evaluate.outcomes == ["crime", "drugs"]
    assert study.matching().outcomes == {"crime": (4, 4, 4), "drugs": (12,)}
    assert study.matching().largest == np.inf
    assert study.inference().kinds == ("residual", "clustered")


def test_asks_by_the_rules_of_microsynth(study_file: Path) -> None:
    asked = read_study(study_file).inference(as_microsynth=True)

    assert (asked.kinds, asked.placebo, asked.as_microsynth) == (("unclustered",), "any", True)


def test_finds_the_panel_beside_the_study(study_file: Path) -> None:
    panel = panel_of(read_study(study_file), folder=study_file.parent)

    assert (len(panel.places), len(panel.periods)) == (60, 16)


def test_takes_the_area_from_the_mark(study_file: Path) -> None:
    study = read_study(study_file)
    intervention = intervention_of(study, panel_of(study, folder=study_file.parent))

    assert intervention.area == ("b00", "b01", "b02", "b03", "b04", "b05")
    assert intervention.starts == "2019Q1"


def test_takes_a_listed_area_and_a_date(study_file: Path) -> None:
    _changed(
        study_file,
        '[intervention]\nname = "Elm Street"',
        '[intervention]\nname = "Elm Street"\narea = ["b01"]\nstarts = 2019-02-14\n'
        'comparison = ["b40", "b41"]',
    )
    study = read_study(study_file)
    intervention = intervention_of(study, panel_of(study, folder=study_file.parent))

    assert (intervention.area, intervention.starts) == (("b01",), "2019Q1")
    assert intervention.comparison == ("b40", "b41")


def test_refuses_an_area_without_a_start(study_file: Path) -> None:
    _changed(
        study_file,
        '[intervention]\nname = "Elm Street"',
        '[intervention]\nname = "E"\narea = ["b01"]',
    )
    study = read_study(study_file)

    with pytest.raises(BadStudy, match="add starts"):
        intervention_of(study, panel_of(study, folder=study_file.parent))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('question = "Did crime fall?"\n', "", r"question is missing"),
        ("permutations = 39", "permutatoins = 39", r"\[evaluate\] permutatoins means nothing here"),
        ("permutations = 39", "permutations = -1", r"\[evaluate\] permutations: input should be"),
        (
            'alternative = "lower"',
            'alternative = "down"',
            r"\[evaluate\] alternative: input should",
        ),
        ("crime = [4, 4, 4]", 'crime = "all"', r"\[evaluate.match.outcomes"),
        ("seed = 7", "seed = seven", r"is not a TOML file"),
    ],
)
def test_says_what_cannot_be_followed(study_file: Path, old: str, new: str, message: str) -> None:
    with pytest.raises(BadStudy, match=message):
        read_study(_changed(study_file, old, new))


def test_says_that_there_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(BadStudy, match="There is no study file"):
        read_study(tmp_path / "nothing.toml")


def test_says_that_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(BadStudy, match="is not a TOML file"):
        read_study(tmp_path)


def test_reads_what_the_study_uses_and_nothing_else(study_file: Path) -> None:
    _changed(study_file, '\ncovariates = ["households"]\n\n[intervention]', "\n\n[intervention]")
    table = pd.read_csv(study_file.parent / "panel.csv").assign(drugs=0, weather="fine")
    table.to_csv(study_file.parent / "panel.csv", index=False)

    panel = panel_of(read_study(study_file), folder=study_file.parent)

    assert panel.outcomes == ("crime", "drugs")
    assert list(panel.covariates) == ["households"]
    assert panel.notes == ()


def test_names_the_row_of_a_word_where_a_count_should_be(study_file: Path) -> None:
    table = pd.read_csv(study_file.parent / "panel.csv").astype({"crime": object})
    table.loc[7, "crime"] = "five"
    table.to_csv(study_file.parent / "panel.csv", index=False)

    with pytest.raises(NotACount, match=r"'crime' holds 'five' in row 8"):
        panel_of(read_study(study_file), folder=study_file.parent)


def test_refuses_a_name_for_a_column_nobody_uses(study_file: Path) -> None:
    study_file.write_text(study_file.read_text() + '\n[report.names]\ncrmie = "all crime"\n')
    study = read_study(study_file)

    with pytest.raises(BadStudy, match="'crmie', which the study does not use; it uses crime"):
        require_known_names(study, panel_of(study, folder=study_file.parent))
