"""What can be decided about a case on the list."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Verdict(models.TextChoices):
    """What becomes of somebody on the list."""

    PROSECUTE = "prosecute", _("prosecute")
    BANK = "bank", _("bank the case, and invite")
    DROP = "drop", _("drop")
    REFER_OUT = "refer_out", _("refer out")
