"""What rules could do without: the conditions of code, patterns and rule files, one by one.

`deletions(package, part)` lists them for all code and rule files in a part of a package:

    operand      of `and` and `or`
    member       of what is written out after `in`: in ("said", "told")
    alternative  of a pattern: an item of a list of patterns, or what stands between two bars
    optional     part of a pattern, which may be absent: (?:the[ ])?
    lookaround   of a pattern
    row          of a rule file: [[line]]; and what a row says of itself with true or false
    entry        of a list of words, or of a file of lists (a country)

A pattern is what `regex` or `re` is given, and any string that looks like one; in a rule file also
what a key calls so. What no code reads of a row (its example) is no condition.
"""

import ast
import json
import re
import tomllib
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path

SHOWN = 80  # characters of what is deleted
FIRST_PLACE = 0xE000  # a letter of nobody's stands in a pattern for each place of an f-string
LOOKS_LIKE_PATTERN = re.compile(r"\(\?[:=!<>P]|\\[bdswpZ]|\[[^\]]*\][*+?]")
LOOKAROUNDS = ("(?=", "(?!", "(?<=", "(?<!")
TOKEN = re.compile(
    r"""
      (?P<opens> \( (?: \?P?<\w+> | \?<?[=!] | \?[>|] | \?[a-zA-Z0-9-]*: )? )
    | (?P<closes> \) )
    | (?P<bar> \| )
    | (?P<quantifier> (?: [*+?] | \{\d*(?:,\d*)?\} ) [?+]? )
    | (?P<blank> \s+ )
    | (?P<atom>
          \\[pP]\{[^}]*\} | \\.                             # \p{Lu}  \b
        | \[\^?\]? (?: \\. | [^\]\\] )* \]                  # [^a-z]
        | \{[a-z][a-z ]*\}                                  # {name}: a part that stands elsewhere
        | (?<!\S) (?: "[^"\s]+" | [A-Z][A-Za-z]+ )          # "of", Office: a word, or a class of it
          (?= (?: [*?] | \{\d ) \S* (?: \s | $ ) )
        | \(\?P=\w+\) | \(\?[a-zA-Z0-9]+\)                  # a group again; flags
        | .
    )
    """,
    re.X | re.S,
)
COMMENT = re.compile(r"(?:(?<=\s)|^)#[^\n]*")


@dataclass(frozen=True)
class Deletion:
    """One condition: its kind, where it stands, what it is, and the file's text without it."""

    kind: str
    file: str
    line: int
    what: str
    without: Callable[[], str]


def deletions(package: Path, part: str = "") -> list[Deletion]:
    """Return all that could be deleted in a part of a package; files are named from the package."""
    folder = package / part
    code = {path: path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.py"))}
    named = {text for source in code.values() for text in _strings(ast.parse(source))}
    found = []
    for path, source in code.items():
        found += in_code(source, path.relative_to(package).as_posix())
    for path in sorted(folder.rglob("*.toml")):
        source = path.read_text(encoding="utf-8")
        found += in_rules(source, path.relative_to(package).as_posix(), named)
    return found


def _strings(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def _shown(text: str) -> str:
    return " ".join(text.split())[:SHOWN]


# --- patterns ------------------------------------------------------------------------------------


def pattern_parts(pattern: str, verbose: bool) -> Iterator[tuple[str, int, int]]:
    """Yield the kind and span of each part of a pattern that can be deleted.

    >>> pattern = "(?:the )?(?:call|talks)(?! on)"
    >>> [(kind, pattern[a:b]) for kind, a, b in pattern_parts(pattern, verbose=False)]
    [('optional', '(?:the )?'), ('alternative', 'call|'), ('alternative', '|talks'), ('lookaround', '(?! on)')]
    """
    groups = [("", 0, 0, [])]  # how it opens, where, where its inside starts, its bars
    atom = None  # the span that a quantifier here would be of
    for kind, start, end in _tokens(pattern, verbose):
        if kind == "opens":
            groups.append((pattern[start:end], start, end, []))
            atom = None
        elif kind == "closes" and len(groups) > 1:
            opening, opened, inside, bars = groups.pop()
            yield from _alternatives(inside, bars, start)
            atom = opened, end
            if opening in LOOKAROUNDS:
                yield "lookaround", *atom
        elif kind == "bar":
            groups[-1][-1].append(start)
            atom = None
        elif kind == "quantifier" and atom:
            if _allows_none(pattern[start:end]):
                yield "optional", atom[0], end
            atom = None
        else:
            atom = start, end
    yield from _alternatives(0, groups[0][-1], len(pattern))


def _tokens(pattern: str, verbose: bool) -> Iterator[tuple[str, int, int]]:
    """Yield the tokens of a pattern that mean something."""
    place = 0
    while place < len(pattern):
        comment = COMMENT.match(pattern, place) if verbose else None
        token = comment or TOKEN.match(pattern, place)
        place = token.end()
        if not comment and not (verbose and token.lastgroup == "blank"):
            yield token.lastgroup, *token.span()


def _allows_none(quantifier: str) -> bool:
    return quantifier[0] in "?*" or quantifier.startswith(("{0", "{,"))


def _alternatives(inside: int, bars: list[int], end: int) -> Iterator[tuple[str, int, int]]:
    """Yield the alternatives of a group, each with one of its bars."""
    if bars:
        yield "alternative", inside, bars[0] + 1
        for start, stop in pairwise([*bars, end]):
            yield "alternative", start, stop


def is_verbose(pattern: str) -> bool:
    return "\n" in pattern or "(?x" in pattern


# --- code ----------------------------------------------------------------------------------------


class _Code:
    """The text of a module, with the places of its syntax tree in characters."""

    def __init__(self, source: str):
        self.source = source
        self.tree = ast.parse(source)
        self._lines = source.splitlines(keepends=True)
        self._starts = [0]
        for line in self._lines:
            self._starts.append(self._starts[-1] + len(line))

    def _place(self, line: int, column: int) -> int:
        """Return the offset of a column, which the syntax tree counts in bytes."""
        before = self._lines[line - 1].encode()[:column]
        return self._starts[line - 1] + len(before.decode())

    def span(self, node: ast.AST) -> tuple[int, int]:
        return (
            self._place(node.lineno, node.col_offset),
            self._place(node.end_lineno, node.end_col_offset),
        )

    def text(self, node: ast.AST) -> str:
        start, end = self.span(node)
        return self.source[start:end]

    def replaced(self, node: ast.AST, text: str) -> str:
        """Return the module with other words in the place of a node."""
        start, end = self.span(node)
        return self.source[:start] + text + self.source[end:]


def in_code(source: str, file: str) -> Iterator[Deletion]:
    """Yield what can be deleted from a module.

    >>> [d.what for d in in_code("a = b and c or d", "a.py")]
    ['b and c', 'd', 'b', 'c']
    >>> [d.without() for d in in_code("a = b in ('x', 'y')", "a.py")]
    ["a = b in ('y',)", "a = b in ('x',)"]
    """
    code = _Code(source)
    inside = {id(part) for part in _inside_strings(code.tree)}
    told = {id(n.value) for n in ast.walk(code.tree) if isinstance(n, ast.Expr)}  # docstrings
    given = {id(pattern) for pattern in _given_to_regex(code.tree)}
    for node in ast.walk(code.tree):
        if id(node) in inside | told:
            continue
        if isinstance(node, ast.BoolOp):
            yield from _operands(code, node, file)
        elif isinstance(node, ast.Compare):
            yield from _members(code, node, file)
        else:
            yield from _in_literal(code, node, file, sure=id(node) in given)


def _inside_strings(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield what stands in f-strings: its place is not told by every Python."""
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield from (part for part in ast.walk(node) if part is not node)


def _given_to_regex(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield the first arguments of regex.compile, regex.search and their like."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
            module = node.func.value
            if isinstance(module, ast.Name) and module.id in ("regex", "re"):
                yield node.args[0]


def _operands(code: _Code, node: ast.BoolOp, file: str) -> Iterator[Deletion]:
    word = " and " if isinstance(node.op, ast.And) else " or "
    for operand in node.values:
        rest = word.join(f"({code.text(n)})" for n in node.values if n is not operand)
        without = partial(code.replaced, node, f"({rest})")
        yield Deletion("operand", file, operand.lineno, _shown(code.text(operand)), without)


def _members(code: _Code, node: ast.Compare, file: str) -> Iterator[Deletion]:
    for how, among in zip(node.ops, node.comparators, strict=True):
        written_out = isinstance(among, (ast.Tuple, ast.List, ast.Set)) and len(among.elts) > 1
        if not written_out or not isinstance(how, (ast.In, ast.NotIn)):
            continue
        for member in among.elts:
            rest = "".join(f"{code.text(n)}," for n in among.elts if n is not member)
            without = partial(code.replaced, among, f"({rest})")
            yield Deletion("member", file, member.lineno, _shown(code.text(member)), without)


def _in_literal(code: _Code, node: ast.AST, file: str, sure: bool) -> Iterator[Deletion]:
    """Yield the parts of a pattern that is written as a string, or a string with places."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        pattern, places = node.value, []
    elif isinstance(node, ast.JoinedStr):
        places = [v for v in node.values if isinstance(v, ast.FormattedValue)]
        letters = {id(v): chr(FIRST_PLACE + n) for n, v in enumerate(places)}
        pattern = "".join(letters.get(id(v)) or v.value for v in node.values)
    else:
        return
    if not sure and not LOOKS_LIKE_PATTERN.search(pattern):
        return
    for kind, start, end in pattern_parts(pattern, is_verbose(pattern)):
        line = node.lineno + pattern.count("\n", 0, start)
        what = _filled_in(pattern[start:end], places)
        literal = partial(_written, pattern[:start] + pattern[end:], places)
        without = partial(lambda literal: code.replaced(node, literal()), literal)
        yield Deletion(kind, file, line, _shown(what), without)


def _filled_in(text: str, places: list[ast.FormattedValue]) -> str:
    for n, place in enumerate(places):
        text = text.replace(chr(FIRST_PLACE + n), f"{{{ast.unparse(place.value)}}}")
    return text


def _written(pattern: str, places: list[ast.FormattedValue]) -> str:
    """Return a pattern as it can stand in code, its places filled again."""
    pieces = re.split(f"([{chr(FIRST_PLACE)}-{chr(FIRST_PLACE + len(places))}])", pattern)
    literals = [
        ast.unparse(ast.JoinedStr([places[ord(piece) - FIRST_PLACE]])) if n % 2 else repr(piece)
        for n, piece in enumerate(pieces)
    ]
    return f"({' '.join(literals)})"


# --- rule files ----------------------------------------------------------------------------------


def in_rules(source: str, file: str, named: set[str]) -> Iterator[Deletion]:
    """Yield what can be deleted from a rule file; `named` are the strings that the code holds.

    >>> rules = '''
    ... small = "prime vice"
    ... [[line]]
    ... example = "Home > News"
    ... patterns = ["home|start"]
    ... '''
    >>> [(d.kind, d.line, d.what) for d in in_rules(rules, "a.toml", {"small", "patterns"})]
    [('entry', 2, 'prime'), ('entry', 2, 'vice'), ('row', 3, 'line'), ('alternative', 5, 'home|'), ('alternative', 5, '|start')]
    """
    table = tomllib.loads(source)
    of_lists = all(isinstance(value, list) for value in table.values())
    if of_lists and not table.keys() & named and not any(map(_is_rows, table.values())):
        for key in table:
            yield _deletion("entry", source, file, (key,), key)
    for path, value in _leaves(table, ()):
        if isinstance(value, dict):
            yield _deletion("row", source, file, path, value.get("name", path[-2]))
            continue
        in_row = any(isinstance(step, int) for step in path)
        key = next(step for step in reversed(path) if isinstance(step, str))
        if in_row and _is_rows(table.get(path[0])) and key not in named:
            continue  # an example
        if isinstance(value, bool):
            yield _deletion("row", source, file, path, f"{key} = {str(value).lower()}")
        elif isinstance(value, str):
            yield from _in_string(source, file, path, key, value)


def _is_rows(value: object) -> bool:
    return isinstance(value, list) and any(isinstance(item, dict) for item in value)


def _leaves(value: object, path: tuple[str | int, ...]) -> Iterator[tuple[tuple, object]]:
    """Yield each row, and each value that is no list and no table, with the way to it."""
    if isinstance(value, dict):
        if path and isinstance(path[-1], int):
            yield path, value
        for key, inner in value.items():
            yield from _leaves(inner, (*path, key))
    elif isinstance(value, list):
        for n, inner in enumerate(value):
            yield from _leaves(inner, (*path, n))
    else:
        yield path, value


def _in_string(
    source: str, file: str, path: tuple[str | int, ...], key: str, value: str
) -> Iterator[Deletion]:
    is_pattern = key.startswith("pattern") or bool(LOOKS_LIKE_PATTERN.search(value))
    is_item = isinstance(path[-1], int)
    whole = _deletion("alternative" if is_pattern else "entry", source, file, path, value)
    if is_pattern:
        parts = list(pattern_parts(value, is_verbose(value)))
        top = any(kind == "alternative" and start == 0 for kind, start, _ in parts)
        if is_item and not top:
            yield whole
        for kind, start, end in parts:
            rest = value[:start] + value[end:]
            yield _deletion(kind, source, file, path, value[start:end], rest)
    elif is_item:
        yield whole
    elif len(path) == 1 or not any(isinstance(step, int) for step in path):
        words = value.split()
        for n, word in enumerate(words if len(words) > 1 else ()):
            rest = " ".join([*words[:n], *words[n + 1 :]])
            yield _deletion("entry", source, file, path, word, rest)


def _deletion(
    kind: str,
    source: str,
    file: str,
    path: tuple[str | int, ...],
    what: str,
    instead: str | None = None,
) -> Deletion:
    without = partial(_toml_without, source, path, instead)
    return Deletion(kind, file, _line(source, path, what), _shown(what), without)


def _toml_without(source: str, path: tuple[str | int, ...], instead: str | None) -> str:
    """Return a rule file with one value deleted, or changed for another."""
    table = deepcopy(tomllib.loads(source))
    holder = table
    for step in path[:-1]:
        holder = holder[step]
    if instead is None:
        del holder[path[-1]]
    else:
        holder[path[-1]] = instead
    return "".join(f"{json.dumps(key)} = {_as_toml(value)}\n" for key, value in table.items())


def _as_toml(value: object) -> str:
    if isinstance(value, dict):
        inner = (f"{json.dumps(key)} = {_as_toml(item)}" for key, item in value.items())
        return "{" + ", ".join(inner) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_as_toml, value)) + "]"
    if isinstance(value, (str, bool)):
        return json.dumps(value)
    return str(value)


def _line(source: str, path: tuple[str | int, ...], what: str) -> int:
    """Return the line on which a value most likely stands."""
    place = 0
    for step, then in pairwise([*path, ""]):
        if isinstance(then, int) and f"[[{step}]]" in source:
            rows = list(re.finditer(rf"^\[\[{re.escape(step)}\]\]", source, re.M))
            place = rows[then].start()
        elif isinstance(step, str):
            key = re.compile(rf'^\[?"?{re.escape(step)}"?[\] ]', re.M).search(source, place)
            place = key.start() if key else place
    first = what.strip().splitlines()[0].strip() if what.strip() else ""
    exact = re.compile(rf"(?<!\w){re.escape(first)}(?!\w)").search(source, place) if first else None
    return source.count("\n", 0, exact.start() if exact else place) + 1
