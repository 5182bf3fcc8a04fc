"""What a new version of a pack changes in its words and in ways outside petitioning."""

from __future__ import annotations

from collections.abc import Iterator

from huiyin.law.checks.changes import EVERYBODY, Change
from huiyin.law.checks.paths import PETITIONER, cite, joined
from huiyin.law.rules.pack import Pack
from huiyin.law.rules.routes import Route
from huiyin.law.rules.vocabularies import Vocabulary
from huiyin.law.terms import wording


def changed_terms(old: Pack, new: Pack) -> Iterator[Change]:
    """New and dropped words; for the petitioner where they turn somebody away or lead
    to another route.
    """
    for name in dict.fromkeys((*old.terms, *new.terms)):
        if name == "letters":
            continue  # said with the steps that owe them
        before, after = old.terms.get(name), new.terms.get(name)
        if before is not None and after is not None:
            yield from _words(before, after)
            continue
        vocabulary = new.terms.get(name) or old.terms[name]
        what = "list_gone" if after is None else "list_new"
        titles = joined([term.title for term in vocabulary.terms.values()])
        text = wording.text(
            f"diff_{what}", vocabulary=vocabulary.title, titles=titles
        )
        yield Change(_concerned(vocabulary), what, name, text)


def _words(before: Vocabulary, after: Vocabulary) -> Iterator[Change]:
    """The words of a list that are new, and those that are gone."""
    for what, terms, others in (
        ("term_new", after.terms, before.terms),
        ("term_gone", before.terms, after.terms),
    ):
        for term in terms.values():
            if term.id not in others:
                text = wording.text(
                    f"diff_{what}",
                    vocabulary=after.title,
                    title=term.title,
                    cited=cite(term.article),
                )
                rule = f"{after.id}.{term.id}"
                yield Change(_concerned(after), what, rule, text)


def _concerned(vocabulary: Vocabulary) -> str:
    """Whom the words of a list concern: the petitioner, where they turn somebody away."""
    return PETITIONER if vocabulary.refusal else EVERYBODY


def changed_routes(old: Pack, new: Pack) -> Iterator[Change]:
    """Ways outside petitioning: new, gone, and figures of theirs that are new, gone or other.

    Where only one version lists them at all, that is this system's doing: both
    instruments leave these ways open.
    """
    if bool(old.routes) != bool(new.routes):
        lister = new if new.routes else old
        text = wording.text(
            "diff_routes_listed", pack=lister.title, number=len(lister.routes)
        )
        yield Change(PETITIONER, "routes_listed", "", text, verified=False)
        return
    for name in dict.fromkeys((*old.routes, *new.routes)):
        before, after = old.routes.get(name), new.routes.get(name)
        if before is not None and after is not None:
            if _figures(before) != _figures(after):
                yield _route("route_figures", after)
        elif after is not None:
            yield _route("route_new", after)
        elif before is not None:
            yield _route("route_gone", before)


def _route(what: str, route: Route) -> Change:
    """A route that is new, gone or has other figures."""
    cited = cite(route.article)
    text = wording.text(f"diff_{what}", title=route.title, cited=cited)
    return Change(PETITIONER, what, f"route:{route.id}", text)


def _figures(route: Route) -> dict[str, tuple[int, str]]:
    """The limits, caps and answers of a route by name, with number and unit."""
    return {
        figure.ground.rule: (figure.number, figure.unit)
        for figure in route.figures
    }
