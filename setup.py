"""Refuses to build a package without its style sheets and translations.

Everything else is in pyproject.toml.
"""

from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

PACKAGE = Path(__file__).parent / "src" / "huiyin"


class WithAssets(build_py):
    """Builds what is there, when all is there: style sheets and translations are made,
    not kept in git.
    """

    def run(self) -> None:
        """Build; without style and Chinese it would install without a word."""
        built = (PACKAGE / "web" / "static" / "vendor" / "public.css").exists()
        catalogues = list(PACKAGE.rglob("django.po"))
        compiled = all(path.with_suffix(".mo").exists() for path in catalogues)
        if not self.editable_mode and not (built and compiled):
            message = (
                "Style sheets or translations are not built yet: run `make wheel`, "
                "which builds them first."
            )
            raise SystemExit(message)
        super().run()


setup(cmdclass={"build_py": WithAssets})
