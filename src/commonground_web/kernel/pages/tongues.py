"""What languages that people speak are called, in the language of whoever reads."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf.locale import LANG_INFO
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

FURTHER = {
    "am": gettext_lazy("Amharic"),
    "gu": gettext_lazy("Gujarati"),
    "hmn": gettext_lazy("Hmong"),
    "ht": gettext_lazy("Haitian Creole"),
    "kea": gettext_lazy("Cape Verdean Creole"),
    "lo": gettext_lazy("Lao"),
    "nv": gettext_lazy("Navajo"),
    "om": gettext_lazy("Oromo"),
    "ps": gettext_lazy("Pashto"),
    "so": gettext_lazy("Somali"),
    "ti": gettext_lazy("Tigrinya"),
    "tl": gettext_lazy("Tagalog"),
    "yo": gettext_lazy("Yoruba"),
    "zh": gettext_lazy("Chinese"),
}
"""Languages that people speak here and that Django has no name for, by their codes."""


def language_name(code: str) -> str:
    """Return what a language is called; a code that is not known stays as it was written."""
    plain = code.strip().lower().replace("_", "-")
    if plain in FURTHER:
        return str(FURTHER[plain])
    if plain in LANG_INFO:
        return str(get_language_info(plain)["name_translated"])
    general = plain.partition("-")[0]
    return language_name(general) if general != plain else code


def language_choices(*, also: Iterable[str] = ()) -> list[tuple[str, str]]:
    """Return the languages to choose from by name, without their regional kinds.

    Parameters
    ----------
    also
        Codes that must be among them, as they stand already.
    """
    known = {*FURTHER, *(code for code in LANG_INFO if "-" not in code)} | {*also} - {""}
    named = sorted((language_name(code), code) for code in known)
    return [("", _("not said")), *((code, name) for name, code in named)]
