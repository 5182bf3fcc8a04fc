"""Gathers the static files of all applications, with a hash in each name and compressed
copies beside them.
"""

from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from whitenoise.storage import CompressedManifestStaticFilesStorage


def collect(target: Path) -> int:
    """Collect into `target` and return how many files there are.

    Django's own command collects into the storage in force, which is the plain one
    until there is something collected.
    """
    storage = CompressedManifestStaticFilesStorage(
        location=str(target), base_url=f"/{settings.STATIC_URL.strip('/')}/"
    )
    collected = {}
    for finder in get_finders():
        for path, source in finder.list([]):
            if path in collected:
                continue
            collected[path] = (source, path)
            with source.open(path) as file:
                storage.delete(path)
                storage.save(path, file)
    for _name, _hashed, outcome in storage.post_process(collected):
        if isinstance(outcome, Exception):
            raise outcome
    return len(collected)
