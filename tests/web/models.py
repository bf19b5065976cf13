"""Try a state machine against a reference model: what it allows happens, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

from commonground_web.kernel.access.actions import NotPermitted, Refused


@contextmanager
def expecting(*, allowed: bool) -> Iterator[None]:
    """Expect what is done in the block to happen, or to be refused and to leave nothing."""
    if allowed:
        yield
        return
    with pytest.raises((Refused, NotPermitted)), transaction.atomic():
        yield


def try_out(machine: type[RuleBasedStateMachine], *, examples: int, steps: int) -> None:
    """Run so many examples of a machine, each of so many steps."""
    run: Callable[..., None] = run_state_machine_as_test
    run(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
