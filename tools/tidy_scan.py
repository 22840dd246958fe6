"""Takes source files apart for tools/tidy.py: code without comments, string literals, comments.
Must never read a file twice or judge it: the rules are in tidy_rules.py."""
import re
from functools import cached_property
from pathlib import Path

CODE = {".cpp", ".hpp", ".ts", ".svelte", ".js", ".mjs", ".py", ".sh", ".sql", ".css", ".cmake",
        ".html"}
TEXT_BYTES_MAX = 1_000_000

# One pass over C++ or TypeScript: comments and literals in the order in which they occur.
C_TOKENS = re.compile(
    r'(?P<raw>R"(?P<tag>[^()\s\\]{0,16})\(.*?\)(?P=tag)")'
    r"|(?P<line>//[^\n]*)"
    r"|(?P<block>/\*.*?\*/)"
    r'|(?P<string>"(?:\\.|[^"\\\n])*")'
    r"|(?P<char>'(?:\\.|[^'\\\n])*')"
    r"|(?P<number>\b\d[\d'A-Fa-fxX.]*)"
    r"|(?P<template>`(?:\\.|[^`\\])*`)", re.S)
HASH_COMMENT = re.compile(r"(?m)(?:^|(?<=\s))#[^\n]*")
HTML_COMMENT = re.compile(r"<!--.*?-->", re.S)


def blank(text):
    """The same number of characters and lines, without the content."""
    return re.sub(r"[^\n]", " ", text)


class Source:
    """One file of the tree, by its path from the root with forward slashes."""

    def __init__(self, root, path):
        self.root = Path(root)
        self.path = path
        self.name = Path(path).name
        self.stem = Path(path).stem
        self.suffix = Path(path).suffix

    @cached_property
    def text(self):
        """None for what is no text: pictures, films, and large data."""
        full = self.root / self.path
        if full.is_symlink() or full.stat().st_size > TEXT_BYTES_MAX:
            return None
        try:
            data = full.read_bytes()
            return None if b"\0" in data[:8000] else data.decode("utf-8")
        except UnicodeDecodeError:
            return None

    @cached_property
    def lines(self):
        return self.text.split("\n") if self.text else []

    @property
    def is_cpp(self):
        return self.suffix in (".cpp", ".hpp")

    @property
    def is_web(self):
        return self.suffix in (".ts", ".svelte", ".js", ".mjs")

    @property
    def is_script(self):
        return self.suffix in (".sh", ".py") or (
            not self.suffix and self.text is not None and self.text.startswith("#!"))

    @property
    def is_code(self):
        return self.suffix in CODE or self.name == "CMakeLists.txt" or self.is_script

    @property
    def is_test(self):
        return (self.path.startswith("tests/") or self.stem.endswith("_test")
                or self.name.startswith("test_") or ".test." in self.name
                or ".spec." in self.name or self.path.startswith("web/e2e/"))

    def line_of(self, offset):
        return self.text.count("\n", 0, offset) + 1

    @cached_property
    def _parts(self):
        """(code with comments and literals blanked, [(offset, literal)], [(offset, comment)])"""
        code, literals, comments, at = [], [], [], 0
        for match in C_TOKENS.finditer(self.text):
            kind = match.lastgroup if match.lastgroup != "tag" else "raw"
            if kind == "number" or (kind == "template" and self.is_cpp):
                continue
            code.append(self.text[at:match.start()])
            code.append(blank(match.group()))
            at = match.end()
            if kind in ("line", "block"):
                comments.append((match.start(), match.group()))
            else:
                literals.append((match.start(), match.group()))
        code.append(self.text[at:])
        return "".join(code), literals, comments

    @property
    def code(self):
        return self._parts[0]

    @property
    def literals(self):
        return self._parts[1]

    @cached_property
    def visible(self):
        """Markup and code without comments: what may reach a person's eye."""
        text = HTML_COMMENT.sub(lambda m: blank(m.group()), self.text)
        return re.sub(r"/\*.*?\*/|(?<![:\"'`\w])//[^\n]*", lambda m: blank(m.group()), text,
                      flags=re.S)
