"""Prepares an installation, then measures it; the keys must be there before Django
reads its settings.
"""

from __future__ import annotations

import subprocess
import sys

from bench import installation

if __name__ == "__main__":
    installation.prepare()
    sys.exit(
        subprocess.run(  # noqa: S603 - our own module
            [sys.executable, "-m", "bench.measure", *sys.argv[1:]], check=False
        ).returncode
    )
