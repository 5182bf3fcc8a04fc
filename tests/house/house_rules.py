"""The house rules that no linter knows, as functions from source to problems, each
tried on examples.
"""

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

MOST_LINES_IN_A_MODULE = 400
MOST_LINES_IN_A_FUNCTION = 40


@dataclass(frozen=True)
class Problem:
    """Where a rule is broken, and how."""

    line: int
    what: str


def local_imports(source: str) -> Iterator[Problem]:
    """No import of our own packages inside a function: it hides a cycle, and a cycle is
    a missing wall.
    """
    for function in _functions(source):
        for node in ast.walk(function):
            names = (
                [alias.name for alias in node.names]
                if isinstance(node, ast.Import)
                else [node.module or "."]
                if isinstance(node, ast.ImportFrom)
                else []
            )
            for name in names:
                relative = isinstance(node, ast.ImportFrom) and node.level > 0
                if relative or name.split(".")[0] in {"huiyin", "tests"}:
                    yield Problem(node.lineno, f"{function.name} imports {name}; import it at the top")


def long_module(source: str) -> Iterator[Problem]:
    """A module can be read in a sitting."""
    lines = source.count("\n")
    if lines > MOST_LINES_IN_A_MODULE:
        yield Problem(1, (f"{lines} lines; at most {MOST_LINES_IN_A_MODULE}: split it by what its parts are about"))


def long_function(source: str) -> Iterator[Problem]:
    """A function can be seen at once; its docstring and its parameters do not count."""
    for function in _functions(source):
        body = function.body[1:] if ast.get_docstring(function) is not None else function.body
        if not body:
            continue
        lines = (function.end_lineno or 0) - body[0].lineno + 1
        if lines > MOST_LINES_IN_A_FUNCTION:
            yield Problem(function.lineno, f"{function.name} has {lines} lines; at most {MOST_LINES_IN_A_FUNCTION}")


_IGNORE = re.compile(r"#\s*(noqa|type:\s*ignore|pragma:\s*no cover|nosec)(?P<codes>[:\[][^#]*)?(?P<rest>.*)")


def ignore_without_reason(source: str) -> Iterator[Problem]:
    """Whoever silences a checker names the rule and says why: `# noqa: TID251  # the
    clock is read here`.

    The reason may stand in a comment on the line above; several lines in a row share
    the reason of the first.
    """
    above, above_codes = "", ""
    for number, line in enumerate(source.splitlines(), 1):
        for found in _IGNORE.finditer(line):
            if _in_string(line, found.start()):
                continue
            codes = (found["codes"] or "").strip()
            if "no cover" not in found[1] and not re.match(r"[:\[]\s*[a-zA-Z]", codes):
                yield Problem(number, "names no rule")
            rule = re.sub(r"[^\w,-].*", "", codes[1:].strip())
            reason = re.search(r"(?:#|-|–|\()\s*\S.{5,}", line[found.start() + 1 :])
            if not reason and not above.startswith("#") and (not rule or rule != above_codes):
                yield Problem(number, "gives no reason")
            line_codes = rule
            break
        else:
            line_codes = ""
        if line.strip():
            above, above_codes = line.strip(), line_codes


_MACHINE = re.compile(r"(?<![\w./-])/(?:work|tmp|home|root|Users|mnt)/[\w.-]+")
_REGISTRY = re.compile(
    r"(?:pypi\.org|pythonhosted\.org|registry\.npmjs\.org|npm[m]irror|registry\.yarnpkg)", re.IGNORECASE
)


def machine_path(source: str) -> Iterator[Problem]:
    """Nothing in the repository knows the machine that it was written on."""
    for number, line in enumerate(source.splitlines(), 1):
        if found := _MACHINE.search(line):
            yield Problem(number, f"names a path of one machine: {found[0]}")


def registry_host(source: str) -> Iterator[Problem]:
    """Where packages come from is the installer's business: mirrors and closed networks differ."""
    for number, line in enumerate(source.splitlines(), 1):
        if found := _REGISTRY.search(line):
            yield Problem(number, f"names a package registry: {found[0]}")


_ASKED_ABOUT_DIGITS = {"isdigit", "isdecimal", "isnumeric"}
_FROM_OUTSIDE = {"GET", "POST", "COOKIES", "headers", "META", "getlist"}


def number_read_by_hand(source: str) -> Iterator[Problem]:
    """Typed numbers are read by ``reading.whole_number``: ² is a digit to Python, and
    ``int`` breaks on it.

    Asking ``isdigit`` before ``int`` is the mistake itself; asking it alone is none,
    and neither is one ``sign`` of a telephone number after the other.
    """
    for function in _functions(source):
        if not any(isinstance(node, ast.Name) and node.id == "int" for node in ast.walk(function)):
            continue
        for node in ast.walk(function):
            if not isinstance(node, ast.Attribute) or node.attr not in _ASKED_ABOUT_DIGITS:
                continue
            if getattr(node.value, "id", "") != "sign":
                yield Problem(node.lineno, f"asks {node.attr} and makes an int; use reading.whole_number")
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "int":
            inside = [
                part.attr for argument in node.args for part in ast.walk(argument) if isinstance(part, ast.Attribute)
            ]
            if not _FROM_OUTSIDE.isdisjoint(inside):
                yield Problem(node.lineno, "makes an int of what came from outside; use reading.whole_number")


_A_MATTER = {"case", "case_id", "matter", "view", "state"}


def asked_towards_ones_own_organ(source: str) -> Iterator[Problem]:
    """Where a matter is at hand, a permission is asked towards it: what somebody may do
    in their own organ says nothing about a matter that they see because they supervise
    others.
    """
    for function in _functions(source):
        named = {node.arg for node in ast.walk(function) if isinstance(node, ast.arg)}
        named |= {
            node.id for node in ast.walk(function) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
        }
        if named.isdisjoint(_A_MATTER):
            continue
        for node in ast.walk(function):
            if not isinstance(node, ast.Call) or getattr(node.func, "attr", "") != "may" or not node.args:
                continue
            towards = node.args[-1]
            if isinstance(towards, ast.Attribute) and towards.attr == "organ":
                yield Problem(node.lineno, "asks about the actor's own organ; use cases.reads.may with the matter")


SOURCE: tuple[Callable[[str], Iterator[Problem]], ...] = (
    local_imports,
    long_function,
    ignore_without_reason,
    number_read_by_hand,
    asked_towards_ones_own_organ,
)
TESTS: tuple[Callable[[str], Iterator[Problem]], ...] = (local_imports,)  # a journey is long
EVERY_FILE: tuple[Callable[[str], Iterator[Problem]], ...] = (machine_path, registry_host)


def _functions(source: str) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def _in_string(line: str, place: int) -> bool:
    before = line[:place]
    return before.count('"') % 2 == 1 or before.count("'") % 2 == 1 or before.count("`") % 2 == 1
