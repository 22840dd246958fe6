"""The rules of tools/tidy.py, one function each: a function takes a Source and yields
(line, message). Must never hold an exception of its own: those stand in tidy_allowed.py."""
import re

COLUMNS_MAX = 100
LINES_MAX = 500
LINES_WARN = 300

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*(["<])([^">]+)[">]', re.M)
SQL = re.compile(r"\b(SELECT\s|INSERT\s+INTO\s|UPDATE\s+\w+\s+SET\s|DELETE\s+FROM\s"
                 r"|CREATE\s+(?:UNIQUE\s+)?(?:TABLE|INDEX|TRIGGER|VIEW)\s)")
WALL_CLOCK = re.compile(r"system_clock\s*::\s*now|\bgettimeofday\b|\bclock_gettime\b"
                        r"|\btime\s*\(\s*(?:nullptr|NULL|0)\s*\)|high_resolution_clock")
STEADY_CLOCK = re.compile(r"steady_clock\s*::\s*now")
IO_HEADERS = {"fstream", "filesystem", "iostream", "cstdio", "stdio.h", "unistd.h", "fcntl.h",
              "thread", "mutex"}
SERVER = re.compile(r"src/http/(?:server(?:_\w+)?\.cpp|connection\.hpp|\w+_impl\.hpp)$")
SERVER_PIECE = re.compile(r"http/(?:connection|\w+_impl)\.hpp$")
CURL_PLACE = "src/media/s3_client.cpp"
COROUTINE = re.compile(r"\bco_(?:await|return|yield)\b")
FORBIDDEN_STEM = re.compile(r"(?:^|[_.-])(?:utils?|common|helpers?|manager)(?:$|[_.-])", re.I)
FORBIDDEN_TYPE = re.compile(r"\b(?:class|struct|interface|namespace|type)\s+"
                            r"(\w*(?:Manager|Helper|Util)s?|util|common|helpers?)\b")
UNFINISHED = re.compile(r"\b(TO[D]O|FIX[M]E|XX[X]|HAC[K])\b")
VIETNAMESE = re.compile("[àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ]",
                        re.I)
MACHINE_PATH = re.compile(r"(?<![\w.})*/-])/(?:wor[k]|roo[t]|hom[e])/[\w.<{$-]")
REGISTRY = re.compile(r"registry\.npmjs|registry\.yarnpkg|deb\.debian\.org|security\.debian\.org"
                      r"|snapshot\.debian\.org|artifact[r]egistry|\bpypi\.org|\bpkg\.dev\b")
SILENCERS = [
    # What silences a checker, and what the line must look like with its reason.
    (re.compile(r"NOLINT(?!END)"),
     re.compile(r"NOLINT(?:NEXTLINE|BEGIN)?\([\w.,*\s-]+\)\s*:\s*\S.{4,}"),
     "NOLINT needs its check and a reason: NOLINT(check): why"),
    (re.compile(r"eslint-disable"), re.compile(r"eslint-disable[\w-]*\s+\S+.*\s--\s\S.{4,}"),
     "eslint-disable needs its rule and a reason: eslint-disable-next-line rule -- why"),
    (re.compile(r"<!--\s*svelte-ignore"), re.compile(r"svelte-ignore\s+\w+.*\(.{5,}\)"),
     "svelte-ignore needs a reason: svelte-ignore code (why)"),
    (re.compile(r"@ts-(?:ignore|nocheck|expect-error)"),
     re.compile(r"@ts-expect-error\s*:?\s*\S.{4,}"),
     "only @ts-expect-error with a reason may silence TypeScript"),
]


def layer_of(path):
    parts = path.split("/")
    return parts[1] if len(parts) > 2 and parts[0] == "src" else None


def includes(source):
    """Each include as (line, is ours, path)."""
    if source.is_cpp:
        for match in INCLUDE.finditer(source.text):
            yield source.line_of(match.start()), match.group(1) == '"', match.group(2)


def layer_includes(source, layers):
    own = layer_of(source.path)
    if own is None:
        return
    if own not in layers:
        yield 1, f"src/{own} is no layer of cmake/layers.cmake"
        return
    for line, ours, path in includes(source):
        other = path.split("/")[0]
        if ours and "/" not in path:
            yield line, f'include "{path}" by its full path from src/'
        elif ours and other in layers and other != own and other not in layers[own]:
            yield line, f"{own} must not include {other} ({path})"


def sql_outside_store(source, _):
    if source.is_cpp and layer_of(source.path) not in (None, "store") and not source.is_test:
        for offset, literal in source.literals:
            if SQL.search(literal):
                yield source.line_of(offset), "SQL stands only in src/store and sql/"


def clocks(source, _):
    if not source.is_cpp or source.path.startswith("bench/"):
        return
    for match in WALL_CLOCK.finditer(source.code):
        yield source.line_of(match.start()), "only base/time reads the clock; take `Instant now`"
    if not source.is_test:
        for match in STEADY_CLOCK.finditer(source.code):
            yield source.line_of(match.start()), "only base/time reads the clock (steady_clock)"


def domain_io(source, _):
    if layer_of(source.path) == "domain" and not source.is_test:
        for line, ours, path in includes(source):
            if not ours and (path in IO_HEADERS or path.startswith("sys/")):
                yield line, f"domain has no I/O and no threads (<{path}>)"


def coroutines(source, _):
    if not source.is_cpp:
        return
    # The server is one translation unit: server.cpp and the headers that only it includes.
    if not SERVER.match(source.path):
        for line, _, path in includes(source):
            if SERVER_PIECE.match(path):
                yield line, f"only http/server.cpp includes {path}"
        for match in COROUTINE.finditer(source.code):
            yield source.line_of(match.start()), "coroutines exist only in http/server"
        for line, ours, path in includes(source):
            if not ours and re.match(r"boost/(?:beast|asio)", path) and not source.is_test \
                    and not source.path.startswith("bench/"):
                yield line, f"Beast and Asio exist only in http/server ({path})"


def curl_in_one_place(source, _):
    for line, ours, path in includes(source):
        if not ours and path.startswith("curl/") and source.path != CURL_PLACE:
            yield line, f"only {CURL_PLACE} includes <{path}>"


def head_comment(source, _):
    if not source.is_code or not source.text or source.suffix == ".html":
        return  # Every byte of a page goes to the phone.
    # The head of x.cpp may stand in x.hpp, which is where a reader looks first.
    own_header = source.path[:-len(".cpp")] + ".hpp" if source.suffix == ".cpp" else None
    if own_header and (source.root / own_header).exists():
        return
    first = [line for line in source.lines[:4]
             if line.strip() and not line.startswith(("#!", "<!doctype", "<!DOCTYPE"))]
    if not first or not first[0].lstrip().startswith(
            ("//", "/*", "<!--", "--", '"""', "# ", "{/*")):
        yield 1, "a file begins with a comment: what it is for, what it must never do"


def size(source, _):
    if not source.is_code or not source.text:
        return
    if len(source.lines) - 1 > LINES_MAX:
        yield LINES_MAX, f"{len(source.lines) - 1} lines; the limit is {LINES_MAX}"
    for number, line in enumerate(source.lines, 1):
        if len(line) > COLUMNS_MAX:
            yield number, f"{len(line)} columns; the limit is {COLUMNS_MAX}"


def names(source, _):
    for part in source.path.split("/")[:-1] + [source.stem]:
        if FORBIDDEN_STEM.search(part):
            yield 1, f"the name {part} says nothing: name the thing"
    if source.is_cpp or source.is_web:
        for match in FORBIDDEN_TYPE.finditer(source.code):
            yield source.line_of(match.start()), f"the name {match.group(1)} says nothing"


def each_line(source, pattern, message):
    for number, line in enumerate(source.lines, 1):
        match = pattern.search(line)
        if match:
            yield number, message.format(match.group().strip())


def unfinished(source, _):
    if source.is_code or source.suffix in (".md", ".yaml", ".toml"):
        yield from each_line(source, UNFINISHED, "{}: finish it or leave it out")


def silencers(source, _):
    if not source.is_code:
        return
    for number, line in enumerate(source.lines, 1):
        for marker, reasoned, message in SILENCERS:
            if marker.search(line) and not reasoned.search(line):
                yield number, message


def texts_in_code(source, _):
    if source.is_test or not source.text:
        return
    message = "a text that a person sees belongs into texts/{{vi,en}}/*.json"
    if source.is_cpp and source.path.startswith("src/"):
        for offset, literal in source.literals:
            if VIETNAMESE.search(literal):
                yield source.line_of(offset), message.format()
    elif source.path.startswith("web/") and source.suffix in (".ts", ".svelte", ".html"):
        for number, line in enumerate(source.visible.split("\n"), 1):
            if VIETNAMESE.search(line):
                yield number, message.format()


def machine_paths(source, _):
    yield from each_line(source, MACHINE_PATH, "a path of one machine: {}")


def registries(source, _):
    yield from each_line(source, REGISTRY, "a registry's host: {}")
    if source.name == "package-lock.json":
        yield from each_line(source, re.compile(r'"resolved":\s*"http'),
                             "npm must leave `resolved` out (omit-lockfile-registry-resolved)")


RULES = {
    "layers": layer_includes, "sql": sql_outside_store, "clock": clocks, "domain-io": domain_io,
    "coroutines": coroutines, "curl": curl_in_one_place,
    "head": head_comment, "size": size, "names": names,
    "unfinished": unfinished, "silencers": silencers, "texts": texts_in_code,
    "machine-paths": machine_paths, "registries": registries,
}
