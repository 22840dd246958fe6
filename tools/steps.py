"""The steps of ./test in their order: what each runs and how its outcome is counted.
Must never skip a step whose files exist."""
import json
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Callable

import counts
from counts import Counts

MINUTE = 60
POSTGRES_PROGRAMS = ("test_statements", "test_store")
S3_PROGRAMS = ("test_media",)
JOURNEY_CONFIGS = ("web/playwright.config.ts", "web/e2e/playwright.config.ts",
                   "tests/e2e/playwright.config.ts")


@dataclass(frozen=True)
class Step:
    """`counts_cases`: a run without a single case is a failure. The others are checks: nothing is
    added when they pass, one failure when they do not. `alone`: by its name only, since it needs
    packages that ./test does not install."""
    name: str
    title: str
    run: Callable
    exists: Callable = lambda bench: True
    needs: tuple = ()
    counts_cases: bool = False
    alone: bool = False


def check(bench, name, command, limit_s=10 * MINUTE, cwd=None, env=None):
    status, text = bench.run(name, command, limit_s, cwd, env)
    if status == 0:
        return Counts()
    bench.show(text)
    return Counts(0, 1, f"{name} ended with status {status}")


def cases(bench, name, command, limit_s=10 * MINUTE, cwd=None, env=None):
    """A runner whose output tells how many cases it ran."""
    status, text = bench.run(name, command, limit_s, cwd, env)
    found = counts.of_text(text, status)
    if found.failed:
        bench.show(text)
    return found


# --- C++ ---

def sources(bench, *folders):
    return [path for folder in folders for path in sorted((bench.root / folder).rglob("*"))
            if path.suffix in (".cpp", ".hpp")]


def clang_format(bench):
    files = sources(bench, "src", "tests", "bench")
    status, text = bench.run("format", ["clang-format-19", "--dry-run", "-Werror", *files],
                             10 * MINUTE)
    if status == 0:
        return Counts()
    named = sorted(set(re.findall(r"^(.+?):\d+:\d+: error:", text, flags=re.M)))
    bench.show("\n".join(str(Path(name).relative_to(bench.root)) for name in named) or text)
    return Counts(0, 1, f"{len(named)} files are not formatted; make fmt mends them")


def build(bench):
    found = Counts()
    if not (bench.build / "build.ninja").exists():
        preset = {"build-asan": "asan", "build-tsan": "tsan"}.get(bench.build.name, "release")
        found = check(bench, "configure",
                      ["cmake", "--preset", preset, "-B", bench.build], 5 * MINUTE)
    if found.failed:
        return found
    status, text = bench.run("build", ["cmake", "--build", bench.build, "--", "-k", "0"],
                             60 * MINUTE)
    if status == 0:
        return Counts()
    failures = re.split(r"^(?=\[\d+/\d+\] )", text, flags=re.M)
    broken = [part for part in failures if "\nFAILED: " in part or part.startswith("FAILED: ")]
    for part in broken[:8]:
        bench.show("\n".join(part.splitlines()[:40]))
    if len(broken) > 8:
        print(f"    | ... and {len(broken) - 8} more, see {bench.logs}/build.log")
    if not broken:
        bench.show(text)
    return Counts(0, 1, f"{len(broken)} files do not build")


def targets(bench):
    """The executables that the build knows."""
    status, text = bench.run("targets", ["ninja", "-C", bench.build, "-t", "targets", "all"],
                             2 * MINUTE)
    if status != 0:
        return []
    return re.findall(r"^([\w/]+): CXX_EXECUTABLE_LINKER", text, flags=re.M)


def is_built(bench, target):
    """A dry run cannot tell: it takes the source globs for changed. Building it again is nothing
    when all is up to date, and fails when the build step failed on it."""
    status, _ = bench.run("is_built", ["ninja", "-C", bench.build, target], 2 * MINUTE)
    return status == 0


def program(bench, name, arguments=()):
    """Runs one test program of the build; one that could not be built counts as a failure."""
    if not is_built(bench, name):
        return Counts(0, 1, f"{name} is not built")
    command = [bench.build / name, *arguments]
    wanted = Path(name).name in POSTGRES_PROGRAMS or "--postgres" in arguments
    for wrapper, needed in (("tools/with_postgres.sh", wanted),
                            ("tools/with_s3.sh", Path(name).name in S3_PROGRAMS)):
        if needed and (bench.root / wrapper).exists():
            command = [bench.root / wrapper, *command]
    found = cases(bench, name, command)
    bench.say(f"  {name}: {found.passed} passed, {found.failed} failed")
    return found


def unit_programs(bench):
    return [name for name in targets(bench)
            if re.match(r"test_", Path(name).name) and Path(name).name != "test_statements"]


def units(bench):
    names = unit_programs(bench)
    if not names:
        return Counts(0, 1, "the build knows no unit test program")
    found = Counts()
    for name in names:
        found += program(bench, name)
    return found


def has_cases(bench):
    return any((bench.root / "tests/cases").rglob("*.case"))


def statements(bench):
    found = program(bench, "test_statements")
    if not (bench.root / "tools/with_postgres.sh").exists():
        found += Counts(0, 1, "tools/with_postgres.sh is missing: PostgreSQL was not tried")
    return found


# --- web ---

def has_web(bench):
    return (bench.root / "web/package.json").exists()


def npm_script(name, limit_s=10 * MINUTE):
    def run(bench):
        package = json.loads((bench.root / "web/package.json").read_text(encoding="utf-8"))
        if name not in package.get("scripts", {}):
            return Counts(0, 1, f"web/package.json has no script {name}")
        return check(bench, f"web-{name}", ["npm", "run", name], limit_s, bench.root / "web")
    return run


def vitest(bench):
    report = bench.logs / "vitest.json"
    report.unlink(missing_ok=True)
    status, text = bench.run(
        "web-units", ["npx", "--no-install", "vitest", "run", "--reporter=default",
                      "--reporter=json", f"--outputFile.json={report}"],
        10 * MINUTE, bench.root / "web", {"CI": "true", "NO_COLOR": "1"})
    found = counts.of_vitest(report.read_text(encoding="utf-8") if report.exists() else "", status)
    if found.failed:
        bench.show(text)
    return found


def journey_configs(bench):
    return [path for path in JOURNEY_CONFIGS if (bench.root / path).exists()]


def has_journeys(bench):
    specs = [path for folder in ("tests/e2e", "web/e2e")
             for path in (bench.root / folder).rglob("*.spec.ts")]
    return bool(specs or journey_configs(bench))


def journeys(bench):
    configs = journey_configs(bench)
    if not configs:
        return Counts(0, 1, "there are journeys, but no " + " or ".join(JOURNEY_CONFIGS))
    found = Counts()
    for number, config in enumerate(configs):
        report = bench.logs / f"playwright-{number}.json"
        report.unlink(missing_ok=True)
        status, text = bench.run(
            "journeys", [bench.root / "web/node_modules/.bin/playwright", "test", "-c",
                         bench.root / config, "--reporter=line,json", "--retries=0",
                         "--forbid-only"],
            30 * MINUTE, bench.root / "web",
            {"CI": "true", "NO_COLOR": "1", "PLAYWRIGHT_JSON_OUTPUT_NAME": str(report),
             "NODE_PATH": str(bench.root / "web/node_modules")})
        one = counts.of_playwright(
            report.read_text(encoding="utf-8") if report.exists() else "", status)
        if one.failed:
            bench.show(text)
        found += one
    return found


# --- scripts, documents, drills ---

def shell_scripts(bench):
    listed = [bench.root / name for name in ("run", "test", ".ci/run")]
    for folder in ("tools", "tests", "deploy", "bench"):
        listed += sorted((bench.root / folder).rglob("*.sh"))
    if shutil.which("shellcheck") is None:
        return Counts(0, 1, "shellcheck is not installed")
    # Not the "info" level: it asks to quote words that are split on purpose.
    return check(bench, "shellcheck", ["shellcheck", "-x", "-S", "warning", *listed])


def has_scripts(bench, folder):
    return any((bench.root / "tests" / folder).glob("*.sh"))


def scripts_of(folder):
    """Runs tests/<folder>/*.sh on the built program; each closes with "N passed, N failed"."""
    def run(bench):
        found = Counts()
        for path in sorted((bench.root / "tests" / folder).glob("*.sh")):
            one = cases(bench, f"{folder}-{path.stem}", ["bash", path], 60 * MINUTE,
                        env={"CAMAUG_BUILD": str(bench.build)})
            bench.say(f"  {path.stem}: {one.passed} passed, {one.failed} failed")
            found += one
        return found
    return run


def python(*arguments):
    return ["python3", "-B", *arguments]


STEPS = [
    Step("tidy", "layers and habits (tools/tidy.py)",
         lambda bench: check(bench, "tidy", python("tools/tidy.py"))),
    Step("format", "clang-format", clang_format),
    Step("scripts", "shellcheck", shell_scripts),
    Step("tools", "tests of the tools", counts_cases=True,
         run=lambda bench: cases(bench, "tools", python("tests/tools/run.py"))),
    Step("build", "the program and its tests", build),
    Step("units", "C++ unit tests", units, needs=("build",), counts_cases=True),
    Step("cases", "scenarios of tests/cases", needs=("build",), counts_cases=True,
         exists=lambda bench: has_cases(bench) or "case_runner" in targets(bench),
         run=lambda bench: program(bench, "case_runner", ["tests/cases"])),
    Step("cases-postgres", "the same scenarios on PostgreSQL", needs=("build",),
         counts_cases=True, exists=lambda bench: "case_runner" in targets(bench),
         run=lambda bench: program(bench, "case_runner", ["--postgres", "tests/cases"])),
    Step("statements", "every SQL text on SQLite and PostgreSQL", statements, needs=("build",),
         exists=lambda bench: (bench.root / "tests/statements_test.cpp").exists(),
         counts_cases=True),
    Step("web-install", "npm ci", exists=has_web,
         run=lambda bench: check(bench, "web-install",
                                 ["tools/web_build.sh", "--install-only"], 15 * MINUTE)),
    Step("web-check", "types", npm_script("check"), has_web, ("web-install",)),
    Step("web-lint", "eslint", npm_script("lint"), has_web, ("web-install",)),
    Step("web-format", "prettier", npm_script("format:check"), has_web, ("web-install",)),
    Step("web-units", "web unit tests", vitest, has_web, ("web-install",), counts_cases=True),
    Step("web-build", "the pages", exists=has_web, needs=("web-install",),
         run=lambda bench: check(bench, "web-build", ["tools/web_build.sh", "--build-only"])),
    Step("web-budget", "sizes of the pages", npm_script("budget"), has_web, ("web-build",)),
    Step("journeys", "browser journeys with axe", journeys, has_journeys,
         ("build", "web-build"), counts_cases=True),
    Step("docs", "commands and names in the documents", counts_cases=True, needs=("build",),
         run=lambda bench: cases(bench, "docs", python("tools/docs_test.py"),
                                 env={"CAMAUG_BUILD": str(bench.build)})),
    Step("smoke", "tests/smoke/*.sh: starts that fail, records that were changed",
         scripts_of("smoke"), counts_cases=True, needs=("build",),
         exists=lambda bench: has_scripts(bench, "smoke")),
    Step("drills", "tests/drills/*.sh", scripts_of("drills"), counts_cases=True, needs=("build",),
         exists=lambda bench: bench.full and has_scripts(bench, "drills")),
    Step("ha", "tests/ha/*.sh, by its name only: make check-ha", scripts_of("ha"),
         counts_cases=True, needs=("build",), alone=True),
]
