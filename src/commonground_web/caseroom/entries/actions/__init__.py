"""What is done to entries."""

from commonground_web.caseroom.entries.actions.correcting import correct_entry, tell_recipient
from commonground_web.caseroom.entries.actions.deciding import (
    accept_entry,
    drop_entry,
    fall_due,
    return_entry,
    submit_entry,
    use_entry,
)
from commonground_web.caseroom.entries.actions.disseminating import Sent, disseminate
from commonground_web.caseroom.entries.actions.screening import (
    Decided,
    Screened,
    answer_screening,
    decide_screening,
)
from commonground_web.caseroom.entries.actions.sources import Mentioned, add_source
from commonground_web.caseroom.entries.actions.writing import (
    StandsAlready,
    Written,
    add_document,
    change_draft,
    create_entry,
)

__all__ = [
    "Decided",
    "Mentioned",
    "Screened",
    "Sent",
    "StandsAlready",
    "Written",
    "accept_entry",
    "add_document",
    "add_source",
    "answer_screening",
    "change_draft",
    "correct_entry",
    "create_entry",
    "decide_screening",
    "disseminate",
    "drop_entry",
    "fall_due",
    "return_entry",
    "submit_entry",
    "tell_recipient",
    "use_entry",
]
