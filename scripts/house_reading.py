"""What a newcomer misses when they read a module: names that say nothing, and public
docstrings that keep to themselves what their callers need.

scripts/house.py counts both. The questions to a docstring are mechanical, and each has
an answer that the signature does not give: padding does not meet them.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping

Function = ast.FunctionDef | ast.AsyncFunctionDef
# ``it`` may be anything, and so may these. A letter alone says nothing either, beside ``x`` with
# ``y``, which are places on a plane, and ``_``, which says that nobody asks.
SAY_NOTHING = frozenset({
    "one", "two", "it", "this", "each", "found", "thing", "things", "stuff", "something", "somebody", "obj", "elem",
    "tmp", "temp", "res", "ret", "val", "foo",
})  # fmt: skip
NUMBERED = re.compile(r"[a-z]{3,}\d")
TAG = re.compile(r"\{%-?(.*?)-?%\}", re.DOTALL)
IN_TEMPLATE = re.compile(r"\bfor\s+([\w, ]+?)\s+in\b|\b(?:with|set)\s+(\w+)\s*=")
QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")


def empty_names(source: str) -> Iterator[str]:
    """Variables, arguments, loop targets, fields, functions and classes whose names do not
    say what they hold, do or are.
    """
    tree = ast.parse(source)
    names = [(node.lineno, name) for node in ast.walk(tree) if (name := _bound(node))]
    on_a_plane = {"x", "y"} <= {name for _, name in names}
    for line, name in sorted(names):
        letter = len(name) == 1 and name.islower() and not (on_a_plane and name in "xy")
        if name in SAY_NOTHING or letter or NUMBERED.fullmatch(name):
            yield f"{line}: {name}"


def empty_names_in_template(source: str) -> Iterator[str]:
    """The same of loops, and of what is handed to a part, in a template."""
    for tag in TAG.finditer(source):
        for match in IN_TEMPLATE.finditer(QUOTED.sub("", tag[1])):
            line = source.count("\n", 0, tag.start()) + 1
            for name in (match[1] or match[2]).split(","):
                if name.strip() in SAY_NOTHING:
                    yield f"{line}: {name.strip()}"


def _bound(node: ast.AST) -> str:
    """The name that a node gives to something, "" for a node that gives none."""
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        return node.id
    if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
        return node.attr
    if isinstance(node, ast.arg):
        return node.arg
    if isinstance(node, Function | ast.ClassDef):
        return node.name.lower().strip("_")
    if isinstance(node, ast.ExceptHandler | ast.MatchAs | ast.MatchStar):
        return node.name or ""
    return ""


# Numbers, dates and switches are named in the docstring: of what, from which day, what is so where it is
# true. Not those whose names say what they are: everybody knows what a year is, ``at`` is the moment of
# what is done and ``today`` its day all over the project, and who ends in _id or _days says it.
SAYS_ITS_UNIT = re.compile(
    r"(.*_)?(id|ids|pk|seq|year|month|months|day|days|date|hour|minute|seconds|bytes|rows|row|column|number|position|"
    r"version|article|paragraph|status|count|at|today|now|moment|attempts|due|depth|delta|timeout|length|width|height)"
)
MEASURED = {"int", "float", "bool", "date", "datetime", "timedelta"}
# A list is read by the page all over the project, so many rows at most; a value is what a function is about.
KNOWN_TO_ALL = {"limit", "value"}
# What Django, allauth and the like call, and explain in their own documents.
OF_A_FRAMEWORK = frozenset({
    "add", "authenticate", "clean", "file_complete", "readable", "receive_data_chunk", "readinto", "render_to_response",
})  # fmt: skip
# Verbs with which a docstring tells a deed, so that what comes back has to be said besides.
DEED = re.compile(
    r"(Add|Answer|Appoint|Approve|Ask|Bind|Carry|Change|Check|Close|Compare|Correct|Count|Destroy|Drop|End|Enter|"
    r"Erase|Fill|Fold|Forget|Free|Gather|Give|Go|Hand|Hold|Join|Keep|Let|Look|Mark|Move|Note|Open|Plan|Propose|Put|"
    r"Record|Refuse|Remove|Report|Reset|Run|Say|Send|Serve|Set|Start|Stop|Take|Tell|Try|Walk|Wrap|Write)\b"
)


def unsaid(source: str, ours: Mapping[str, frozenset[str]] | None = None) -> Iterator[str]:
    """What public docstrings leave out.

    ``ours`` says which methods each class of the project documents: who overrides one
    of them need not say again what it takes and returns.
    """
    for function, bases in _public(ast.parse(source)):
        told = ast.get_docstring(function) or ""
        missing = list(_unsaid_errors(function, told))
        if not _said_by_a_base(function.name, bases, ours or {}):
            missing += [*_unsaid_units(function, told), *_unsaid_result(function, told)]
        if not told:
            missing = ["everything"]
        for what in missing:
            yield f"{function.lineno}: {function.name} does not say: {what}"


def documented(sources: Mapping[str, str]) -> dict[str, frozenset[str]]:
    """The methods that each class documents, by its name, those of its bases included."""
    methods: dict[str, set[str]] = {}
    bases: dict[str, set[str]] = {}
    for source in sources.values():
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.ClassDef):
                inside = [part for part in node.body if isinstance(part, Function) and ast.get_docstring(part)]
                methods.setdefault(node.name, set()).update(part.name for part in inside)
                bases.setdefault(node.name, set()).update(_bases(node))
    return {name: frozenset(_inherited(name, methods, bases, set())) for name in methods}


def _inherited(name: str, methods: Mapping[str, set[str]], bases: Mapping[str, set[str]], seen: set[str]) -> set[str]:
    every = set(methods.get(name, OF_A_FRAMEWORK))
    for base in bases.get(name, set()) - seen:
        every |= _inherited(base, methods, bases, seen | {name})
    return every


def _bases(node: ast.ClassDef) -> list[str]:
    names = [ast.unparse(base).partition("[")[0] for base in node.bases]
    return [name if name.startswith("forms.") else name.rpartition(".")[2] for name in names]


def _public(tree: ast.AST, bases: list[str] | None = None) -> Iterator[tuple[Function, list[str]]]:
    """The public functions of a module, and the methods of its public classes with the
    names of their bases.
    """
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield from _public(node, _bases(node))
        elif isinstance(node, Function) and not node.name.startswith("_") and not _is_command(node):
            yield node, bases or []


def _is_command(function: Function) -> bool:
    """Whether the docstring is what ``--help`` says, or a template's ``{% tag %}``: these
    have readers of their own.
    """
    return (ast.get_docstring(function) or "").startswith("`{%") or any(
        re.search(r"\.(command|callback)\(", ast.unparse(decorator)) for decorator in function.decorator_list
    )


def _said_by_a_base(name: str, bases: list[str], ours: Mapping[str, frozenset[str]]) -> bool:
    for base in bases:
        documented_there = ours.get(base, OF_A_FRAMEWORK)
        if name in documented_there or (name.startswith("clean_") and "clean" in documented_there):
            return True
    return False


def _own_nodes(function: Function) -> Iterator[ast.AST]:
    """What stands in a function, without what stands in functions inside of it."""
    waiting: list[ast.AST] = list(function.body)
    while waiting:
        node = waiting.pop()
        if not isinstance(node, Function | ast.Lambda | ast.ClassDef):
            yield node
            waiting += ast.iter_child_nodes(node)


def _unsaid_errors(function: Function, told: str) -> Iterator[str]:
    """The errors that a function raises and does not name; of a page it is the status."""
    names = set()
    for node in _own_nodes(function):
        if isinstance(node, ast.Raise) and node.exc is not None:
            raised = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
            names.add(ast.unparse(raised).rpartition(".")[2])
    for name in sorted(names):
        if not name[0].isupper() or name in {"ValidationError", "Exit"}:  # a form's, and a command's
            continue
        said = r"\b404\b" if name == "Http404" else rf"\b{name}\b"
        if not re.search(said, told):
            yield f"raises {name}"


def _unsaid_units(function: Function, told: str) -> Iterator[str]:
    """The numbers, dates and switches that are not named, and whose own names do not say
    of what.
    """
    arguments = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    for argument in arguments:
        kind = ast.unparse(argument.annotation) if argument.annotation else ""
        if not set(kind.split(" | ")) - {"None"} <= MEASURED or not kind:
            continue
        if SAYS_ITS_UNIT.fullmatch(argument.arg) or argument.arg in KNOWN_TO_ALL:
            continue
        if not re.search(rf"\b{argument.arg}\b", told):
            yield f"what the {kind} {argument.arg} is"


def _unsaid_result(function: Function, told: str) -> Iterator[str]:
    """What comes back and cannot be told from its type."""
    kind = ast.unparse(function.returns) if function.returns else "None"
    if kind in {"None", "NoReturn", "Any"} or "HttpResponse" in kind:
        return
    first = told.split("\n\n", maxsplit=1)[0]
    if kind == "bool" and not re.search(r"\b([Ww]hether|[Tt]rue|[Ff]alse|if|[Ii]f)\b", told):
        yield "when it is true"
    elif DEED.match(first) and not re.search(r"\b(return|yield|whether)", told, re.IGNORECASE):
        yield f"what it returns ({kind})"
    if kind.endswith("| None") and not re.search(r"\b([Nn]one|[Nn]othing)\b", told):
        yield "when it returns None"
    if kind.startswith(("dict[", "Mapping[")) and not _says_keys(kind, told):
        yield f"what the keys are ({kind})"
    several = re.fullmatch(r"tuple\[(?!.*\.\.\.\]$).*", kind)
    if several and not re.search(r"\b(and|or|with)\b", told):
        yield f"each of what it returns ({kind})"


def _says_keys(kind: str, told: str) -> bool:
    """Whether the keys of a mapping are said; those of any values are what is handed on
    (the columns of a row, a payload, what a template is given), and go without.
    """
    return "Any]" in kind or re.search(r"\b([Bb]y|[Pp]er|[Ee]ach|[Ee]very|[Ff]or|[Oo]f which)\b", told) is not None
