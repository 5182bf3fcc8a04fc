"""Sessions in the database, as Django keeps them; every request of somebody signed in
reads one, so that the question is compiled.
"""

from __future__ import annotations

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from huiyin.compiled import Compiled

SESSIONS = Compiled(
    lambda key: Session.objects.filter(session_key=key), key=str
)


# Django's class is not typed
class SessionStore(db.SessionStore):  # type: ignore[misc,unused-ignore]
    """The store that Django's settings name; its name there is always this one."""

    def _get_session_from_db(self) -> Session | None:
        """The session of this key, unless it is over; the key is dropped with it.

        By the clock by which Django says when it is over, whatever the pages' says.
        """
        now = timezone.now()  # noqa: TID251  # what Django wrote it down by
        for row in SESSIONS.rows(key=self.session_key):
            if row.expire_date > now:
                return row
        self._session_key = None
        return None
