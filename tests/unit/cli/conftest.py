"""The small study of the study tests, for the command line."""

from tests.unit.study.conftest import study_file

__all__ = ["study_file"]
