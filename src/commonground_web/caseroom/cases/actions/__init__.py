"""What is done to cases."""

from commonground_web.caseroom.cases.actions.activating import activate_case, why_not_activatable
from commonground_web.caseroom.cases.actions.building import (
    Bought,
    Charge,
    add_buy,
    change_buy,
    change_case,
    open_case,
)
from commonground_web.caseroom.cases.actions.deciding import (
    complete_case,
    decline_case,
    expire_case,
    find_ready,
    return_case,
    withdraw_case,
)

__all__ = [
    "Bought",
    "Charge",
    "activate_case",
    "add_buy",
    "change_buy",
    "change_case",
    "complete_case",
    "decline_case",
    "expire_case",
    "find_ready",
    "open_case",
    "return_case",
    "why_not_activatable",
    "withdraw_case",
]
