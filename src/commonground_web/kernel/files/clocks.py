"""The clock of files."""

from commonground_web.kernel.clocks import clock
from commonground_web.kernel.files.keeping import sweep_files

clock("files.sweep")(sweep_files)
