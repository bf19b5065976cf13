"""Accounts and memberships; no account is above the roles."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from commonground_web.kernel.compartments.records import Record, kept


class AccountManager(BaseUserManager):  # type: ignore[type-arg]  # not generic when it runs
    """Finds accounts by their address."""

    def get_by_natural_key(self, username: str | None) -> Account:
        """Return the account of an address, however it is capitalised."""
        found: Account = self.get(email__iexact=username)
        return found


class Account(AbstractBaseUser, Record):
    """A person who may sign in to this room; the same person in another room is another account."""

    KEPT = kept(
        internal="id email name agency language is_active created_at last_login", secret="password"
    )
    ENTITY = "account"

    email = models.EmailField(_("email"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    agency = models.UUIDField(_("agency"), null=True)
    language = models.CharField(max_length=8, default="en")
    is_active = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects = AccountManager()  # type: ignore[misc,assignment]

    class Meta:
        db_table = "account"
        constraints = [models.UniqueConstraint(Lower("email"), name="account_one_per_address")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep addresses in one spelling."""
        self.email = self.email.lower()
        super().save(*args, **kwargs)


class Membership(Record):
    """A role that an account holds for a time; granted by one person, approved by another."""

    KEPT = kept(internal="id account role site since until granted_by approved_by created_at")
    ENTITY = "membership"

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(_("role"), max_length=40)
    site = models.UUIDField(_("site"), null=True, blank=True)
    since = models.DateField(_("from"))
    until = models.DateField(_("until"), null=True, blank=True)
    granted_by = models.UUIDField()
    approved_by = models.UUIDField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "membership"
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(granted_by=models.F("approved_by")),
                name="membership_two_persons",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account} as {self.role}"
