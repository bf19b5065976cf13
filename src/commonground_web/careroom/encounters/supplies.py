"""What is handed out: a closed list, in the order of the form."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

SUPPLIES = {
    "naloxone_kits": _("naloxone kits"),
    "syringes": _("syringes"),
    "syringes_returned": _("syringes taken back"),
    "fentanyl_test_strips": _("fentanyl test strips"),
    "xylazine_test_strips": _("xylazine test strips"),
    "safer_smoking_kits": _("safer smoking kits"),
    "wound_care_kits": _("wound care kits"),
    "hygiene_kits": _("hygiene kits"),
    "condoms": _("condoms"),
    "meals": _("meals and drinks"),
}
"""Supplies by the names of their columns."""

MOST = 10_000
"""The most of one supply in one encounter; a number above it is a slip of the finger."""
