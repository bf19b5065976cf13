"""Connections to the room's PostgreSQL database as each of its roles, past all of Django."""

import os

import psycopg
from django.conf import settings
from django.db import connection

from tests.web.home import SERVER


def connected_as(part: str, *, database: str = "") -> psycopg.Connection[tuple[object, ...]]:
    """Connect as a role of the room, to its database if no other is named."""
    home = settings.ROOM_HOME
    told = dict(each.split("=") for each in os.environ[SERVER].split())
    return psycopg.connect(
        host=told["host"],
        port=told["port"],
        dbname=database or connection.settings_dict["NAME"],
        user=getattr(home.settings.database, part),
        password=home.secret(part)["password"],
        autocommit=True,
    )
