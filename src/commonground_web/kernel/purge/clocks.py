"""The clock of purges."""

from commonground_web.kernel.clocks import clock
from commonground_web.kernel.purge.clockwork import purge_due

clock("purge.due")(purge_due)
