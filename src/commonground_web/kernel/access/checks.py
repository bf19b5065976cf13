"""Checks at start-up: a page of one person asks its purpose, or says why it asks for none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error
from django.urls import URLPattern, URLResolver, get_resolver

from commonground_web.kernel.access.exposures import SAFE, Exposure, exposure_of
from commonground_web.kernel.compartments.hanging import naming

RECORD = "pk"
"""The part of an address that names a record."""


def check_purposes(
    app_configs: Sequence[AppConfig] | None,  # noqa: ARG001 - Django asks all checks alike
    **_options: Any,
) -> list[CheckMessage]:
    """Return what the addresses of this room fail to say of the purpose of their pages."""
    return [error for pattern in _patterns(get_resolver()) for error in faults_of(pattern)]


def faults_of(pattern: URLPattern) -> Iterator[CheckMessage]:
    """Yield what one address fails to say; a view without an exposure is refused as it is."""
    exposure = exposure_of(pattern.callback, name=str(pattern.name))
    if exposure is None:
        return
    if exposure.asks_purpose and RECORD not in pattern.pattern.converters:
        yield Error(
            f"{pattern.name} asks a purpose, and its address names no record.", id="access.E002"
        )
    if not _shows_a_person(pattern, exposure):
        return
    if exposure.asks_purpose is bool(exposure.no_purpose):
        yield Error(
            f"{pattern.name} may show a record about a person; it must either ask the purpose "
            "or say why it asks for none.",
            hint="Give @exposes asks_purpose=True, or no_purpose with the reason.",
            id="access.E001",
        )


def _shows_a_person(pattern: URLPattern, exposure: Exposure) -> bool:
    """Say whether a page may show one person: it names a record, and may read rows about them.

    Files and proposals, which name a record of any kind, are about a person only if that is.
    """
    names_a_record = RECORD in pattern.pattern.converters
    of_any_kind = {model._meta.db_table for model in naming()}
    tables = {*exposure.tables()} - of_any_kind
    return names_a_record and not {*SAFE}.isdisjoint(exposure.methods) and bool(tables)


def _patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _patterns(pattern)
        else:
            yield pattern
