"""CPU time and memory of a fresh process, as the operating system counts them."""

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass

KIB_PER_MIB = 1024
BYTES_PER_MIB = 1024**2


@dataclass(frozen=True, slots=True)
class Cost:
    """What one process took."""

    cpu_s: float
    peak_mib: float


def cost_of(command: Sequence[str]) -> Cost:
    """Run a command to its end and return what it took, its children included.

    Raises
    ------
    subprocess.CalledProcessError
        If the command fails: the cost of a failure is not worth knowing.
    """
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=_as_installed())
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    # Linux counts the peak in KiB, macOS in bytes.
    unit = BYTES_PER_MIB if sys.platform == "darwin" else KIB_PER_MIB
    return Cost(cpu_s=usage.ru_utime + usage.ru_stime, peak_mib=usage.ru_maxrss / unit)


def _as_installed() -> dict[str, str]:
    """Return the environment in which Python keeps what it compiles, as it does by itself."""
    return {name: held for name, held in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
