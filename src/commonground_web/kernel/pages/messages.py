"""What a page tells on the next one: in a cookie of the room, that no other host may set."""

from __future__ import annotations

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class RoomCookie(CookieStorage):
    """The cookie, under the name that the room's settings give it; Django's own has but one."""

    cookie_name = settings.MESSAGES_COOKIE_NAME


class Storage(FallbackStorage):
    """A cookie, and the session for what is too long for one."""

    storage_classes = (RoomCookie, SessionStorage)
