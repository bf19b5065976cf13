"""The glossary gives one meaning to one word, in one sentence, in alphabetical order."""

import re

from tests.shared import ROOT

TEXT = (ROOT / "GLOSSARY.md").read_text(encoding="utf-8")
ENTRY = re.compile(r"^- \*\*(.+?)\*\*: (.+)$", re.MULTILINE)


def test_gives_each_word_one_meaning() -> None:
    words = [word.casefold() for word, _ in ENTRY.findall(TEXT)]

    assert len(words) == len(set(words)) == TEXT.count("\n- ")


def test_says_it_in_one_sentence() -> None:
    assert [word for word, meaning in ENTRY.findall(TEXT) if not _is_sentence(meaning)] == []


def test_lists_the_words_of_a_section_in_order() -> None:
    for section in TEXT.split("\n## ")[1:]:
        words = [word.casefold() for word, _ in ENTRY.findall(section)]
        assert words == sorted(words)


def _is_sentence(meaning: str) -> bool:
    return meaning.endswith(".") and ". " not in meaning
