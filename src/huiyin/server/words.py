"""The command line in the reader's language, decided before Django is there.

HUIYIN_LANGUAGE decides, else the locale of the shell: Chinese for zh, English for anything else.
"""

import gettext as catalogues
import os
from typing import Final

from huiyin.server.environment import env, package_dir


def language() -> str:
    """Return zh-hans or en."""
    shell = next(
        (
            os.environ[name]
            for name in ("LC_ALL", "LC_MESSAGES", "LANG")
            if os.environ.get(name)
        ),
        "",
    )
    chosen = env.str("HUIYIN_LANGUAGE", default="") or shell
    return "zh-hans" if chosen.lower().startswith("zh") else "en"


_found = catalogues.translation(
    "django",
    localedir=package_dir() / "server" / "locale",
    languages=["zh_Hans"] if language() == "zh-hans" else ["en"],
    fallback=True,
)

_: Final = _found.gettext
ngettext: Final = _found.ngettext
