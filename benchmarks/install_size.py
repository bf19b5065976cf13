"""What the base install takes on disk, by package."""

import subprocess
import sys
import tempfile
from collections.abc import Iterable
from importlib.metadata import Distribution, distributions
from pathlib import Path

BAR_MB = 900
BYTES_PER_MB = 1_000_000
LARGEST = 10

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "commonground"


def main() -> int:
    """Install the base lock into an environment of its own, weigh it, and throw it away."""
    with tempfile.TemporaryDirectory() as folder:
        venv = Path(folder) / "venv"
        _install(venv)
        packages = {found.name: _size(found) for found in distributions(path=[str(_site(venv))])}
        compiled = _sum(venv.rglob("*.pyc"))
        total = _sum(venv.rglob("*")) + _sum(SOURCE.rglob("*.py"))

    for name in sorted(packages, key=packages.__getitem__, reverse=True)[:LARGEST]:
        _line(name, packages[name])
    _line("compiled modules", compiled)
    _line(f"all {len(packages)} and ours", total)
    _line("bar", BAR_MB * BYTES_PER_MB, "held" if total <= BAR_MB * BYTES_PER_MB else "MISSED")
    return int(total > BAR_MB * BYTES_PER_MB)


def _install(venv: Path) -> None:
    lock = ROOT / "requirements" / "base.txt"
    subprocess.run(
        [ROOT / "scripts" / "install", venv, "--quiet", "--require-hashes", "-r", lock], check=True
    )


def _site(venv: Path) -> Path:
    return next(venv.glob("lib/python*/site-packages"))


def _size(package: Distribution) -> int:
    paths = (Path(str(package.locate_file(file))) for file in package.files or [])
    return _sum(path for path in paths if path.exists() and path.suffix != ".pyc")


def _sum(paths: Iterable[Path]) -> int:
    return sum(path.lstat().st_size for path in paths if not path.is_dir())


def _line(name: str, size: int, remark: str = "") -> None:
    print(f"{name:20} {size / BYTES_PER_MB:7.1f} MB  {remark}".rstrip())


if __name__ == "__main__":
    sys.exit(main())
