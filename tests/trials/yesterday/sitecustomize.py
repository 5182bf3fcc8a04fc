"""On the path of a process, its clock stands one day back: Python loads this before
anything else.
"""

from datetime import UTC, datetime, timedelta

import time_machine

# It is made wrong here
time_machine.travel(datetime.now(tz=UTC) - timedelta(days=1), tick=True).start()  # noqa: TID251
