"""The clock of accounts."""

from __future__ import annotations

from datetime import datetime

from commonground_web.kernel.accounts.disabling import disable_unused_accounts
from commonground_web.kernel.clocks import clock


@clock("accounts.unused")
def unused(*, at: datetime) -> None:
    """Close accounts that nobody has used for a long time."""
    disable_unused_accounts(at=at)
