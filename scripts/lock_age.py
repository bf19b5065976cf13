"""Say how old the locks are, and fail where SECURITY.md allows no such age; it asks no network.

Usage: python scripts/lock_age.py [DAY]
"""

from __future__ import annotations

import re
import sys
from datetime import date, datetime
from pathlib import Path

ROOT = Path(__file__).parent.parent


def main(today: date) -> str | int:
    """Return 0 where the locks are young enough, and a sentence where they are not."""
    policy = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    [longest] = map(int, re.findall(r"no older than (\d+) days", policy))
    upgraded = date.fromisoformat((ROOT / "requirements" / "upgraded").read_text().strip())
    age = (today - upgraded).days
    told = f"The locks were upgraded on {upgraded}, {age} days ago; {longest} days are allowed."
    if age > longest:
        return f"{told} Run make upgrade and the tests, and commit the locks."
    sys.stdout.write(f"{told}\n")
    return 0


if __name__ == "__main__":
    day = date.fromisoformat(sys.argv[1]) if sys.argv[1:] else datetime.now().astimezone().date()
    sys.exit(main(day))
