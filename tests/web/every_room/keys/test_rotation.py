"""Tests of the room's keys while they are turned: nothing is lost, whoever writes meanwhile."""

from __future__ import annotations

import multiprocessing
import os
import signal
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import DatabaseError, OperationalError, connection

from commonground_web.kernel.audit.opening import Setting, access
from commonground_web.kernel.compartments.hanging import tables_hanging_on
from commonground_web.kernel.fields.keyring import (
    Keyring,
    UnusableKeyring,
    WrongKey,
    read_keyring,
    room_keyring,
    write_keyring,
)
from commonground_web.kernel.keys import rotation
from commonground_web.kernel.keys.rotation import KeysAreTurning, rotate_keys
from commonground_web.kernel.retention.actions import confirm_review, propose_review
from commonground_web.kernel.retention.models import RetentionReview
from commonground_web.kernel.rooms import this_room
from tests.web.plain_record import SEALED, found, keeper, looking, make_record, plain_model
from tests.web.signed_in import account_with

AT = datetime(2026, 3, 2, 17, tzinfo=UTC)
ROWS = 30

pytestmark = pytest.mark.usefixtures("own_database", "own_keys")


@pytest.fixture
def own_keys() -> Iterator[Path]:
    """Put the room's keys back after a test has turned them."""
    path: Path = settings.ROOM_HOME.keyring
    before = read_keyring(path)
    yield path
    write_keyring(before, path)


def test_seals_everything_anew_and_drops_the_old_key(own_keys: Path) -> None:
    keys = [make_record(at=AT, text=f"Text {n}.") for n in range(5)]
    old = read_keyring(own_keys)

    turned = rotate_keys(at=AT, settle_s=0)

    assert turned.dropped == (old.current,)
    assert turned.resealed == 5
    assert set(read_keyring(own_keys).keys) == {old.current + 1}
    assert [_text(key) for key in keys] == [f"Text {n}." for n in range(5)]
    assert not any(old.keys[old.current] in part.read_bytes() for part in [own_keys])


def test_needs_no_restart(own_keys: Path) -> None:
    before = room_keyring()

    write_keyring(before.turned(), own_keys)

    assert room_keyring().current == before.current + 1


def test_seals_anew_what_is_never_changed() -> None:
    key = make_record(at=AT)
    proposal = propose_review(
        record=found(key, at=AT),
        decision="correct",
        reason="inaccurate",
        explanation="The date is wrong.",
        by=keeper(),
        at=AT,
    )
    confirm_review(proposal=proposal, by=keeper(), at=AT)

    rotate_keys(at=AT, settle_s=0)

    with looking("retention", at=AT):
        assert RetentionReview.objects.get().explanation == "The date is wrong."


def test_seals_the_secrets_of_second_factors_anew(own_keys: Path) -> None:
    adapter, account = get_adapter(), account_with()
    held = {
        Authenticator.Type.TOTP: {"secret": adapter.encrypt("SECRET")},
        Authenticator.Type.RECOVERY_CODES: {"seed": adapter.encrypt("SEED"), "used_mask": 3},
        Authenticator.Type.WEBAUTHN: {"name": "Key", "credential": {"id": "1:abc"}},
    }
    for kind, data in held.items():
        Authenticator.objects.filter(user=account, type=kind).delete()
        Authenticator.objects.create(user=account, type=kind, data=data)

    rotate_keys(at=AT, settle_s=0)

    kept = {a.type: a.data for a in Authenticator.objects.filter(user=account)}
    assert adapter.decrypt(kept[Authenticator.Type.TOTP]["secret"]) == "SECRET"
    assert adapter.decrypt(kept[Authenticator.Type.RECOVERY_CODES]["seed"]) == "SEED"
    assert kept[Authenticator.Type.RECOVERY_CODES]["used_mask"] == 3
    assert kept[Authenticator.Type.WEBAUTHN] == held[Authenticator.Type.WEBAUTHN]
    assert len(read_keyring(own_keys).keys) == 1


def test_goes_on_with_a_turn_that_was_killed(
    own_keys: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rotation, "BATCH", 2)
    keys = [make_record(at=AT, text=f"Text {n}.") for n in range(5)]
    old = read_keyring(own_keys).current

    _turn_and_be_killed(monkeypatch)
    assert set(read_keyring(own_keys).keys) == {old, old + 1}
    assert [_text(key) for key in keys] == [f"Text {n}." for n in range(5)]
    turned = rotate_keys(at=AT, settle_s=0)

    assert turned.version == old + 1
    assert 0 < turned.resealed < 5
    assert [_text(key) for key in keys] == [f"Text {n}." for n in range(5)]


def test_refuses_a_second_turn_at_once(own_keys: Path) -> None:
    with (
        rotation._alone(own_keys),
        pytest.raises(KeysAreTurning, match="Another process"),
    ):
        rotate_keys(at=AT, settle_s=0)


def test_keeps_every_key_when_a_text_does_not_open(own_keys: Path) -> None:
    make_record(at=AT)
    strange = Keyring.make()
    write_keyring(strange, own_keys)

    with pytest.raises(WrongKey, match="Put back the file of keys"):
        rotate_keys(at=AT, settle_s=0)

    assert strange.keys.items() <= read_keyring(own_keys).keys.items()


def test_tells_of_keys_that_are_lost(own_keys: Path) -> None:
    content = own_keys.read_bytes()
    own_keys.unlink()

    try:
        with pytest.raises(UnusableKeyring, match="backup"):
            room_keyring()
    finally:
        own_keys.write_bytes(content)
        own_keys.chmod(0o600)


def test_refuses_keys_that_others_can_read(own_keys: Path) -> None:
    own_keys.chmod(0o644)

    try:
        with pytest.raises(UnusableKeyring, match="0600"):
            room_keyring()
    finally:
        own_keys.chmod(0o600)


def test_seals_with_the_new_key_what_is_written_back_unopened(own_keys: Path) -> None:
    key = make_record(at=AT, text="Written back.")
    row = found(key, at=AT)
    write_keyring(room_keyring().turned(), own_keys)

    with looking(at=AT, verb="update"):
        row.save()

    assert _sealed(key).startswith(f"{room_keyring().current}:")
    assert _text(key) == "Written back."


def test_changes_nothing_but_sealed_columns() -> None:
    table = plain_model()._meta.db_table
    make_record(at=AT)

    with pytest.raises(DatabaseError), _rekeying(), connection.cursor() as cursor:
        cursor.execute(f'UPDATE "{table}" SET purge_on = purge_on')


def test_seals_nothing_anew_by_a_person() -> None:
    key = make_record(at=AT)
    proposal = propose_review(
        record=found(key, at=AT),
        decision="correct",
        reason="inaccurate",
        explanation="The date is wrong.",
        by=keeper(),
        at=AT,
    )
    confirm_review(proposal=proposal, by=keeper(), at=AT)

    with looking("retention", at=AT):
        held = RetentionReview.objects.get().__dict__["explanation"]
    with pytest.raises(DatabaseError), looking("retention", at=AT, verb="rekey"):
        RetentionReview.objects.update(explanation=held)


def test_loses_nothing_while_others_write(own_keys: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rotation, "BATCH", 3)
    keys = [make_record(at=AT, text="Round 0.") for _ in range(ROWS)]
    connection.close()
    context = multiprocessing.get_context("fork")
    stop, rounds = context.Event(), context.Array("i", 3)
    writers = [
        context.Process(target=_write_on, args=(keys[n::3], stop, rounds, n)) for n in range(3)
    ]
    for writer in writers:
        writer.start()
    try:
        for _ in range(4):
            rotate_keys(at=AT, settle_s=0.2)
    finally:
        stop.set()
        for writer in writers:
            writer.join(30)

    assert [writer.exitcode for writer in writers] == [0, 0, 0]
    assert min(rounds[:]) > 0
    assert len(read_keyring(own_keys).keys) == 1
    assert [_text(key) for key in keys] == [f"Round {rounds[n % 3]}." for n in range(ROWS)]


def _write_on(keys: list[uuid.UUID], stop: Any, rounds: Any, number: int) -> None:
    """Write new texts to rows, and open the old ones, until it is told to stop."""
    field, done = SEALED[this_room()], 0
    while not stop.is_set() or done < 2:
        done += 1
        for key in keys:
            while not _wrote(key, field, done):
                pass
        rounds[number] = done
    connection.close()


def _wrote(key: uuid.UUID, field: str, done: int) -> bool:
    """Write the text of a round to a row; False where SQLite was busy for too long to begin."""
    try:
        with looking(at=AT, verb="update"):
            row = plain_model().objects.get(pk=key)
            assert getattr(row, field) == f"Round {done - 1}."
            setattr(row, field, f"Round {done}.")
            row.save()
    except OperationalError as error:
        if str(error) == "database is locked":
            return False
        raise
    return True


def _turn_and_be_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    connection.close()
    child = os.fork()
    if child == 0:
        calls: list[int] = []
        original = rotation._reseal_batch

        def die(*args: Any, **kwargs: Any) -> int:
            calls.append(original(*args, **kwargs))
            if sum(calls) >= 2:
                os.kill(os.getpid(), signal.SIGKILL)
            return calls[-1]

        monkeypatch.setattr(rotation, "_reseal_batch", die)
        rotate_keys(at=AT, settle_s=0)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status)


def _rekeying() -> Any:
    table = plain_model()._meta.db_table
    setting = Setting(
        actor="system:keys", verb="rekey", entity="keys", tables=tables_hanging_on((table,))
    )
    return access(setting, at=AT)


def _text(key: uuid.UUID) -> str:
    return str(getattr(found(key, at=AT), SEALED[this_room()]))


def _sealed(key: uuid.UUID) -> str:
    held = found(key, at=AT).__dict__[SEALED[this_room()]]
    return str(held.text)
