"""Tests of the lists of a call-in: invitees, deliveries and who came, sorted and filtered."""

from __future__ import annotations

import re

from commonground_web.commons.invitations.models import How
from commonground_web.commons.responses.actions.holding import hold_callin, note_attendance
from commonground_web.commons.sites.models import Site
from commonground_web.kernel.clock import now
from tests.web.commons.callin.evenings import after, bring, letters_out, seen
from tests.web.commons.steps.partners import COORDINATOR
from tests.web.signed_in import signed_in


def _page(path: str, *, role: str = "coordinator") -> str:
    """Return a page as its reader sees it: its words, on one line."""
    page = signed_in(role).get(path).content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def _numbers(page: str) -> list[str]:
    return re.findall(r"Invitee (\d)", page)


def test_logs_each_try_to_bring_a_letter(site: Site) -> None:
    callin = letters_out(site, candidates=2)
    first, second = seen(callin)
    bring(first, how=How.NOT_FOUND)
    bring(first, how=How.BY_HAND)
    bring(second, how=How.POST)
    address = f"/call-ins/{callin.pk}/deliveries/"

    page = _page(address, role="community_liaison")
    found = _page(f"{address}?how=not_found&how=by_hand", role="community_liaison")
    turned = _page(f"{address}?sort=-invitee__number", role="community_liaison")

    assert _numbers(page) == ["2", "1", "1"]
    assert "English 1" in page
    assert _numbers(found) == ["1", "1"]
    assert "2 rows" in found
    assert _numbers(turned)[0] == "2"


def test_logs_by_name_for_who_may_see_names_alone(site: Site) -> None:
    callin = letters_out(site)
    bring(seen(callin)[0])
    address = f"/call-ins/{callin.pk}/deliveries/"

    named = [role for role in SEEN_BY if "Zed Fictional" in _page(address, role=role)]

    assert named == ["coordinator", "privacy_officer"]
    assert all("by hand" in _page(address, role=role) for role in SEEN_BY)


def test_gives_no_list_of_persons_as_a_file(site: Site) -> None:
    callin = letters_out(site)
    bring(seen(callin)[0])

    for name in ("invitees", "deliveries", "attendance"):
        page = _page(f"/call-ins/{callin.pk}/{name}/?as=csv", role="privacy_officer")
        assert "Zed Fictional" in page
        assert "Export" not in page


def test_filters_and_sorts_invitees(site: Site) -> None:
    callin = letters_out(site, candidates=3)
    bring(seen(callin)[1])
    address = f"/call-ins/{callin.pk}/invitees/"

    coming = _page(f"{address}?answer=comes", role="director")
    turned = _page(f"{address}?sort=-number", role="director")

    assert _numbers(coming) == ["2"]
    assert _numbers(turned) == ["3", "2", "1"]


def test_offers_what_is_to_be_done_with_each_invitee(site: Site) -> None:
    callin = letters_out(site, candidates=2)
    bring(seen(callin)[0])

    page = _page(f"/call-ins/{callin.pk}/invitees/?sort=-number")

    assert page.count("Bring the letter : Zed Fictional") == 2
    assert page.count("Yes: Lift safe conduct") == 1


def test_lists_who_came_and_whom_to_follow_up(site: Site) -> None:
    callin = letters_out(site, candidates=3)
    for invitee in seen(callin):
        bring(invitee)
    hold_callin(callin=callin, by=COORDINATOR, at=after(callin))
    first, second, _third = seen(callin)
    for invitee, came in ((first, "present"), (second, "absent")):
        note_attendance(
            invitee=invitee, came=came, with_influential=False, by=COORDINATOR, at=now()
        )
    address = f"/call-ins/{callin.pk}/attendance/"

    whole = _page(address)
    absent = _page(f"{address}?came=absent", role="community_liaison")

    assert whole.count("Note it") == 1
    assert whole.count("Who contacts them?") == 1
    assert set(_numbers(absent)) == {"2"}
    assert "Contact them : Invitee 2" in absent


def test_filters_call_ins_by_where_they_stand(site: Site) -> None:
    letters_out(site)

    out = _page("/call-ins/?state=letters_out")
    closed = _page("/call-ins/?state=closed")

    assert site.name in out
    assert "Nothing matches." in closed


SEEN_BY = ("coordinator", "director", "community_liaison", "privacy_officer")
