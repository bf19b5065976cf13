"""`commonground audit`: verify what a room's audit says."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commonground_web.commands.entering import enter_room

if TYPE_CHECKING:
    from commonground_web.kernel.audit.verifying import Verdict

app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False)


@app.callback()
def _about() -> None:
    """Look after a room's audit."""


@app.command()
def verify(
    folder: Annotated[Path, typer.Argument(help="The room's folder.")],
    anchors: Annotated[
        Path | None,
        typer.Option(help="A copy of anchors.txt that was kept elsewhere; else the folder's own."),
    ] = None,
) -> None:
    """Find what was changed, dropped, put in another order or cut off; if so, exit with 1."""
    home = enter_room(folder)
    from commonground_web.kernel.audit.opening import Setting, access
    from commonground_web.kernel.audit.verifying import read_anchors, verify_audit
    from commonground_web.kernel.clock import now

    path = anchors or (home.anchors if home.anchors.exists() else None)
    verdict = verify_audit(kept=read_anchors(path) if path else {})
    _print(verdict)
    with access(Setting(actor="system:operator", verb="verify", entity="audit"), at=now()) as done:
        done.outcome = "intact" if verdict.is_intact else "broken"
    if not verdict.is_intact:
        raise typer.Exit(1)


def _print(verdict: Verdict) -> None:
    typer.echo(f"{verdict.events:,} events; the last has the hash {verdict.head or '(none)'}.")
    for broken in verdict.broken:
        typer.echo(f"Broken: event {broken.seq} {broken.reason}.")
    for event in verdict.unsealed:
        typer.echo(f"Broken: event {event} has no seal.")
    typer.echo("The chain holds." if verdict.is_intact else "The chain does not hold.")
