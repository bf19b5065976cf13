"""The CPU seconds of one call in a process of its own, with imports and reading left out."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from benchmarks.measure import cost_of

Work = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Call:
    """A call to be measured.

    Parameters
    ----------
    imports
        Modules that it needs. What they import in turn only when they are used is the call's.
    prepared
        Reads its inputs from a folder and returns the call; not measured.
    repeats
        How often it is made: the first is cold, compilation included, and the next are warm.
    """

    imports: Sequence[str]
    prepared: Callable[[Path], Work]
    repeats: int = 1


@dataclass(frozen=True, slots=True)
class CallCost:
    """What a call took.

    Parameters
    ----------
    cpu_s
        CPU seconds of the first call of a process.
    warm_s
        Those of the fastest after it; none if it was made once.
    imports_s
        CPU seconds of the process until everything was imported.
    peak_mib
        Peak memory of the process, imports and reading included.
    """

    cpu_s: float
    warm_s: float | None
    imports_s: float
    peak_mib: float


def cost_of_call(name: str, folder: Path, *, module: str) -> CallCost:
    """Make a call in a fresh process of a benchmark's module, which hands it to `make_call`.

    This process must stay small: a child's peak is no lower than what its parent held at its birth.
    """
    peak = cost_of([sys.executable, "-m", module, name, str(folder)]).peak_mib
    told = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
    first, *others = told["cpu_s"]
    return CallCost(first, min(others) if others else None, told["imports_s"], peak)


def best_of(runs: int, name: str, folder: Path, *, module: str) -> CallCost:
    """Return the lowest seconds and the highest peak of some fresh processes."""
    costs = [cost_of_call(name, folder, module=module) for _ in range(runs)]
    warm = [cost.warm_s for cost in costs if cost.warm_s is not None]
    return CallCost(
        cpu_s=min(cost.cpu_s for cost in costs),
        warm_s=min(warm) if warm else None,
        imports_s=min(cost.imports_s for cost in costs),
        peak_mib=max(cost.peak_mib for cost in costs),
    )


def make_call(name: str, folder: Path, *, calls: Mapping[str, Call]) -> None:
    """Make a call in this process, and write down what it took."""
    call = calls[name]
    for module in call.imports:
        import_module(module)
    imports_s = time.process_time()
    work = call.prepared(folder)
    seconds = []
    for _ in range(call.repeats):
        began = time.process_time()
        work()
        seconds.append(time.process_time() - began)
    told = {"imports_s": imports_s, "cpu_s": seconds}
    (folder / f"{name}.json").write_text(json.dumps(told), encoding="utf-8")
