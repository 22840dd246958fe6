"""Reads how many test cases passed and failed out of what each test runner leaves behind.
Must never turn a crash, a skipped run or an empty run into a success."""
import json
import re
from dataclasses import dataclass

DOCTEST = re.compile(
    r"^\[doctest\] test cases:\s*(\d+)\s*\|\s*(\d+) passed\s*\|\s*(\d+) failed", re.M)
CLOSING = re.compile(r"^(?:\w+: )?(\d+) passed, (\d+) failed(?:, \d+ skipped)?\s*$", re.M)
COLOURS = re.compile(r"\x1b\[[0-9;]*m")


@dataclass(frozen=True)
class Counts:
    """Cases of one runner; `note` says why a failure was added that no case stands for."""
    passed: int = 0
    failed: int = 0
    note: str = ""

    def __add__(self, other):
        note = "; ".join(text for text in (self.note, other.note) if text)
        return Counts(self.passed + other.passed, self.failed + other.failed, note)


def judged(counts, status):
    """The counts of a runner that ended with exit `status`, with a failure added where the two
    disagree: it failed without a failed case, or it ran nothing."""
    if status != 0 and counts.failed == 0:
        return counts + Counts(0, 1, f"ended with status {status} without a failed case")
    if counts.passed + counts.failed == 0:
        return Counts(0, 1, counts.note or "ran no test")
    return counts


def of_text(text, status):
    """A doctest program, or one that closes with "N passed, N failed"."""
    text = COLOURS.sub("", text)
    doctest = DOCTEST.findall(text)
    if doctest:
        return judged(Counts(int(doctest[-1][1]), int(doctest[-1][2])), status)
    closing = CLOSING.findall(text)
    if closing:
        return judged(Counts(int(closing[-1][0]), int(closing[-1][1])), status)
    return Counts(0, 1, f"ended with status {status} without saying what it ran")


def of_vitest(report, status):
    """vitest's JSON report; a file that could not be loaded holds no case and counts as one."""
    try:
        data = json.loads(report)
        passed, failed = int(data["numPassedTests"]), int(data["numFailedTests"])
        for file in data.get("testResults", []):
            if file.get("status") == "failed" and not any(
                    case.get("status") == "failed" for case in file.get("assertionResults", [])):
                failed += 1
    except (ValueError, KeyError, TypeError):
        return Counts(0, 1, f"ended with status {status} without a readable report")
    return judged(Counts(passed, failed), status)


def of_playwright(report, status):
    """Playwright's JSON report; a test that passed only when repeated counts as failed."""
    try:
        data = json.loads(report)
        stats = data["stats"]
        passed = int(stats["expected"])
        failed = int(stats["unexpected"]) + int(stats["flaky"]) + len(data.get("errors", []))
    except (ValueError, KeyError, TypeError):
        return Counts(0, 1, f"ended with status {status} without a readable report")
    return judged(Counts(passed, failed), status)
