"""What the room takes and how it keeps it, as tables for the manual: from its forms and records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from django import forms
from django.apps import AppConfig, apps
from django.conf import settings

from commonground_web.kernel.compartments.records import Kept, Record
from commonground_web.kernel.compartments.rules import room_rules
from commonground_web.kernel.fields.sealed import SealedText
from commonground_web.kernel.files.fields import FileUpTo, sized
from commonground_web.kernel.files.scanning import PATIENCE_S
from commonground_web.kernel.files.stripping import LARGEST_WORKBOOK
from commonground_web.kernel.pages.lists.exported import LONGEST_EXPORT
from commonground_web.kernel.pages.lists.shown import LONGEST_PAGE
from commonground_web.valves.envelope import LARGE_BYTES, LARGEST_BYTES, LONGEST

PROTECTED: Mapping[Kept, str] = {
    Kept.PUBLIC: "Everybody may see it; the other rooms may have it.",
    Kept.INTERNAL: "Whoever has a right to the record, in its room; nobody else.",
    Kept.CASEROOM: "The case room alone; no other room may have such a field.",
    Kept.PART2: "The care room alone (42 CFR Part 2); no other room may have such a field.",
    Kept.SECRET: "As internal, and sealed in the database; of a password, a hash in place of it.",
}
"""Who may see a field of each class, beyond what holds for every record."""

KINDS: Mapping[type[forms.Field], str] = {
    FileUpTo: "a file",
    forms.EmailField: "an address of mail",
    forms.URLField: "an address of the web",
    forms.JSONField: "JSON",
    forms.MultipleChoiceField: "some of a list",
    forms.ChoiceField: "one of a list",
    forms.DateTimeField: "a moment",
    forms.DateField: "a day",
    forms.TimeField: "a time of day",
    forms.IntegerField: "a number",
    forms.BooleanField: "a tick",
    forms.UUIDField: "an id",
    forms.CharField: "text",
}
"""What a field takes, the first that it is."""

KERNEL = "commonground_web.kernel."
FORMS = "from django import forms"
OURS = "commonground_web."
DEMO = "commonground_web.demo."


def of_every_room() -> str:
    """Return what holds in all rooms."""
    return "\n".join(
        [
            "## Numbers\n",
            _table(("What", "Limit"), _numbers()),
            "## Classes of fields\n",
            _table(("Class", "Who may see it"), ((kept, PROTECTED[kept]) for kept in Kept)),
            "## Forms and records of every room\n",
            *_forms_and_records(in_kernel=True),
        ]
    )


def of_this_room() -> str:
    """Return what holds in this room beside that."""
    title = str(settings.FACE.title)
    return "\n".join([f"## {title}\n", *_forms_and_records(in_kernel=False)])


def _numbers() -> Iterator[tuple[str, str]]:
    addresses = str(settings.ACCOUNT_RATE_LIMITS["login"]).partition("/")[0]
    yield "A request, without its files", sized(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
    yield "A file, where its form says no less", sized(settings.LARGEST_FILE)
    yield "A workbook, unfolded", sized(LARGEST_WORKBOOK)
    yield "A scanner, for one file", f"{PATIENCE_S} seconds"
    yield "Rows of a list on one page", str(LONGEST_PAGE)
    yield "Rows of a list as a file", f"{LONGEST_EXPORT:,}"
    yield "Tries to sign in from one network address", f"{addresses} in a minute"
    yield (
        "Failures for one account, until nobody signs in with it",
        f"{settings.AXES_FAILURE_LIMIT} from one network address, "
        f"{settings.FAILURES_FROM_ALL} from all",
    )
    yield "How long then", f"{_minutes(settings.AXES_COOLOFF_TIME)} minutes"
    yield "A password", f"{settings.SHORTEST_PASSWORD} letters at least"
    yield "A session in which nobody is there", f"{_minutes(settings.SESSION_IDLE)} minutes"
    yield "A session in all", f"{_minutes(settings.SESSION_LONGEST) // 60} hours"
    yield (
        "Proof of who somebody is, for what weighs much",
        (f"{_minutes(settings.SESSION_FRESH)} minutes old"),
    )
    yield "Sessions of one person at once", "any number; they see and end them"
    yield "A list to be purged waits for a witness", f"{settings.PURGE_WAITS_DAYS} days"
    largest = max(LARGEST_BYTES.values())
    yield "A message between rooms", f"{sized(LARGE_BYTES)}; a snapshot {sized(largest)}"
    yield "A message under way", f"{LONGEST.days} days"


def _minutes(span: Any) -> int:
    return int(span.total_seconds()) // 60


def _forms_and_records(*, in_kernel: bool) -> Iterator[str]:
    shown = [form for form in _forms() if form.__module__.startswith(KERNEL) is in_kernel]
    files = [(form, field) for form in shown for field in _files(form)]
    if files:
        yield "### Files\n"
        yield _table(
            ("Form", "Kinds", "Up to"),
            ((_titled(form), ", ".join(f.kinds), sized(f.most)) for form, f in files),
        )
    yield "### Forms\n"
    yield _table(("Form", "What it takes"), ((_titled(form), _fields(form)) for form in shown))
    kept = [(model, room_rules().get(model._meta.label_lower)) for model in _records()]
    ruled = [(m, rule) for m, rule in kept if rule and m.__module__.startswith(KERNEL) is in_kernel]
    if ruled:
        yield "### How long\n"
        yield _table(
            ("Record", "Days", "At most, after a review", "In all"),
            (
                (
                    m._meta.label,
                    f"{r.days:,}",
                    f"{r.most_days:,}",
                    f"{r.hard_days:,}" if r.hard_days else "",
                )
                for m, r in ruled
            ),
        )
    yield "### Records\n"
    yield _table(
        ("Record", "Classes", "Sealed", "What the database keeps to"),
        (
            _record(model)
            for model in _records()
            if model.__module__.startswith(KERNEL) is in_kernel
        ),
    )


def _forms() -> list[type[forms.BaseForm]]:
    """Return the forms of this room's apps, by where they are written."""
    for app in apps.get_app_configs():
        if app.name.startswith(OURS):
            _load(app)
    found = {
        form
        for form in _below(forms.BaseForm)
        if form.__module__.startswith(OURS)
        and not form.__module__.startswith(DEMO)
        and getattr(form, "base_fields", None)
    }
    return sorted(found, key=lambda form: (form.__module__, form.__qualname__))


def _load(app: AppConfig) -> None:
    """Load the modules of an app that hold forms, so that all are there, used already or not."""
    for path in Path(app.path).rglob("*.py"):
        if FORMS in path.read_text(encoding="utf-8"):
            parts = path.relative_to(app.path).with_suffix("").parts
            import_module(".".join((app.name, *parts)))


def _below(kind: type[Any]) -> Iterator[type[Any]]:
    nearest: list[type[Any]] = kind.__subclasses__()
    for each in nearest:
        yield each
        yield from _below(each)


def _titled(form: type[forms.BaseForm]) -> str:
    return (form.__doc__ or "").strip().partition("\n")[0].rstrip(".")


def _files(form: Any) -> list[FileUpTo]:
    return [field for field in form.base_fields.values() if isinstance(field, FileUpTo)]


def _fields(form: Any) -> str:
    return "; ".join(_field(name, field) for name, field in form.base_fields.items())


def _field(name: str, field: forms.Field) -> str:
    kind = next((words for kind, words in KINDS.items() if isinstance(field, kind)), None)
    if kind is None:
        raise TypeError(f"{name}: nobody said in words what a {type(field).__name__} takes")
    optional = "" if field.required else ", optional"
    return f"`{name}` {kind}{_bounds(field)}{optional}"


def _bounds(field: Any) -> str:
    if isinstance(field, forms.CharField) and field.max_length:
        return f" up to {field.max_length:,}"
    if isinstance(field, forms.IntegerField):
        bounds = (("from", field.min_value), ("to", field.max_value))
        return "".join(f" {word} {n:,}" for word, n in bounds if n is not None)
    return ""


def _records() -> list[type[Record]]:
    found = [model for model in apps.get_models() if issubclass(model, Record)]
    return sorted(
        (model for model in found if not model.__module__.startswith(DEMO)),
        key=lambda model: model._meta.label,
    )


def _record(model: type[Record]) -> tuple[str, ...]:
    fields = model._meta.concrete_fields
    classes = sorted({model.KEPT[field.name] for field in fields})
    rules = [*_rules(model), *(rule.name.replace("_", " ") for rule in model._meta.constraints)]
    return (
        f"{model._meta.label}",
        ", ".join(classes),
        ", ".join(f"`{field.name}`" for field in fields if isinstance(field, SealedText)),
        "; ".join(rules),
    )


def _rules(model: type[Record]) -> Iterator[str]:
    if model.OF_PERSON:
        yield "nothing without an open event"
    if model.OWNED_BY:
        yield f"rows of one {model.OWNED_BY} for it alone"
    if model.APPEND_ONLY:
        yield "rows are never changed"
    if model.FIXED:
        yield f"set once: {', '.join(f'`{name}`' for name in model.FIXED)}"


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [heads, tuple("---" for _head in heads), *rows]
    return "".join(f"| {' | '.join(cell or ' ' for cell in line)} |\n" for line in lines)
