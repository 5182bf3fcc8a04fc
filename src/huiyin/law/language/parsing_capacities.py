"""From tables to capacities: in which of them an organ acts in a matter."""

from huiyin.law.language.parsing_conditions import conditions
from huiyin.law.language.reading import Table
from huiyin.law.rules.capacities import Capacity


def capacity(table: Table) -> Capacity:
    """Read one [[capacity]]."""
    read = Capacity(
        id=table.string("id"),
        title=table.text("title"),
        when=conditions(table, "when"),
    )
    table.finish()
    return read
