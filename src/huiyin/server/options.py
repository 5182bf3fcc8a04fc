"""Options that several commands have."""

from typing import Annotated

import typer

from huiyin.server.words import _

ProcessesOption = Annotated[
    int,
    typer.Option(
        "--processes",
        min=0,
        max=64,
        help=_("How many processes share the work; 0 for one on each core."),
    ),
]
