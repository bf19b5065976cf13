"""The trail as an app."""

from django.apps import AppConfig


class TrailConfig(AppConfig):
    """Every room shows people what they did, and auditors what everybody did."""

    name = "commonground_web.kernel.trail"
    label = "trail"
