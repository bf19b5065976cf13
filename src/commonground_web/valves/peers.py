"""The public keys of the rooms that a room exchanges messages with: cards, handed over once."""

from __future__ import annotations

import base64
import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations
from pathlib import Path
from typing import Self

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey

from commonground.core.errors import CommonGroundError
from commonground_web.kernel.home import Home
from commonground_web.kernel.private import write_private
from commonground_web.kernel.rooms import Room
from commonground_web.kernel.valve_keys import FILE as KEYS_FILE
from commonground_web.kernel.valve_keys import KEPT, read_valve_keys
from commonground_web.valves.ways import are_neighbours

FILE = "valve-peers.toml"
"""Name of the file, in the room's folder."""

FIELDS = {"room", "signing", "opening"}


class UnusableCard(CommonGroundError):
    """A card that cannot be read, or of a room that no valve leads to."""


@dataclass(frozen=True, slots=True)
class Card:
    """What one room hands to another: its name, and the public halves of its keys."""

    room: Room
    signing: str
    """Ed25519 public key, base64: what the room signed is checked with it."""
    opening: str
    """X25519 public key, base64: what is for the room is sealed with it."""

    @classmethod
    def read(cls, said: Mapping[str, object]) -> Self:
        """Read a card.

        Raises
        ------
        UnusableCard
            If a part is missing or odd, or a key is none.
        """
        if set(said) != FIELDS:
            raise UnusableCard(f"A card has {', '.join(sorted(FIELDS))}, and nothing else.")
        try:
            card = cls(Room(str(said["room"])), str(said["signing"]), str(said["opening"]))
            card.verifying_key()
            card.sealing_key()
        except ValueError as error:
            raise UnusableCard(
                f"The card of {said['room']!r} holds no keys of a room; ask for it anew."
            ) from error
        return card

    def verifying_key(self) -> Ed25519PublicKey:
        """Return the key that checks the room's signatures."""
        return Ed25519PublicKey.from_public_bytes(base64.b64decode(self.signing, validate=True))

    def sealing_key(self) -> X25519PublicKey:
        """Return the key that seals what is for the room."""
        return X25519PublicKey.from_public_bytes(base64.b64decode(self.opening, validate=True))

    def as_toml(self) -> str:
        """Return the card as text, as it is handed over."""
        lines = (f"{name} = {json.dumps(getattr(self, name))}" for name in sorted(FIELDS))
        return "\n".join(lines) + "\n"


def public_card(home: Home) -> Card:
    """Return the card that a room hands to its neighbours."""
    key = read_valve_keys(home.folder / KEYS_FILE)[0]
    return Card(
        home.settings.room,
        base64.b64encode(key.signing.public_key().public_bytes_raw()).decode(),
        base64.b64encode(key.opening.public_key().public_bytes_raw()).decode(),
    )


def read_card(path: Path) -> Card:
    """Read a card from the file that a neighbour handed over.

    Raises
    ------
    UnusableCard
        If it holds none.
    """
    try:
        said = tomllib.loads(path.read_text())
    except (OSError, ValueError) as error:
        raise UnusableCard(f"{path} holds no card that can be read.") from error
    return Card.read(said)


def accept_card(home: Home, card: Card) -> None:
    """Keep the card of a neighbour; the one before it still checks what is under way.

    Raises
    ------
    UnusableCard
        If no valve leads between the two rooms.
    """
    _refuse_strangers(home.settings.room, card.room)
    held = read_peers(home)
    others = [kept for kept in held.get(card.room, ()) if kept != card]
    peers = {**held, card.room: (card, *others)[:KEPT]}
    cards = (kept for room in sorted(peers) for kept in peers[room])
    write_private(home.folder / FILE, "\n".join(f"[[cards]]\n{card.as_toml()}" for card in cards))


def introduce(homes: Sequence[Home]) -> None:
    """Hand the cards of rooms on one machine to each other, where a valve leads between them."""
    for home, other in permutations(homes, 2):
        if are_neighbours(home.settings.room, other.settings.room):
            accept_card(home, public_card(other))


def read_peers(home: Home) -> dict[Room, tuple[Card, ...]]:
    """Return the cards that a room holds of each neighbour, the newest first.

    Raises
    ------
    UnusableCard
        If the file cannot be read, or holds a card of a room that no valve leads to.
    """
    path: Path = home.folder / FILE
    if not path.exists():
        return {}
    try:
        cards = [Card.read(said) for said in tomllib.loads(path.read_text())["cards"]]
    except (ValueError, KeyError, TypeError) as error:
        raise UnusableCard(f"{path} holds no cards that can be read.") from error
    peers: dict[Room, tuple[Card, ...]] = {}
    for card in cards:
        _refuse_strangers(home.settings.room, card.room)
        peers[card.room] = (*peers.get(card.room, ()), card)
    return peers


def _refuse_strangers(room: Room, other: Room) -> None:
    if not are_neighbours(room, other):
        raise UnusableCard(
            f"This is a card of the {other}; the {room} exchanges nothing with it, by no valve."
        )
