"""Holds tools/counts.py: no crash, empty run or repeated test may count as a success."""
import json
import unittest

import counts
from counts import Counts


def numbers(found):
    return (found.passed, found.failed)


class OfText(unittest.TestCase):
    def test_doctest_line(self):
        text = ("[doctest] test cases:  12 |  11 passed | 1 failed | 0 skipped\n"
                "[doctest] assertions: 99 | 98 passed | 1 failed |\n")
        self.assertEqual(numbers(counts.of_text(text, 1)), (11, 1))

    def test_doctest_line_in_colour(self):
        text = "\x1b[0;36m[doctest] \x1b[0mtest cases: 3 | \x1b[0;32m3 passed\x1b[0m | 0 failed |\n"
        self.assertEqual(numbers(counts.of_text(text, 0)), (3, 0))

    def test_closing_line(self):
        self.assertEqual(numbers(counts.of_text("a\n4 passed, 2 failed\n", 1)), (4, 2))
        self.assertEqual(numbers(counts.of_text("cases: 4 passed, 0 failed\n", 0)), (4, 0))

    def test_last_closing_line_counts(self):
        self.assertEqual(numbers(counts.of_text("1 passed, 0 failed\n2 passed, 0 failed\n", 0)),
                         (2, 0))

    def test_crash_after_success(self):
        found = counts.of_text("4 passed, 0 failed\n", -11)
        self.assertEqual(numbers(found), (4, 1))
        self.assertIn("-11", found.note)

    def test_empty_run(self):
        self.assertEqual(numbers(counts.of_text("0 passed, 0 failed\n", 0)), (0, 1))
        self.assertEqual(
            numbers(counts.of_text("[doctest] test cases: 0 | 0 passed | 0 failed |\n", 0)), (0, 1))

    def test_silence(self):
        self.assertEqual(numbers(counts.of_text("", 0)), (0, 1))


class OfVitest(unittest.TestCase):
    def report(self, passed, failed, files=()):
        return json.dumps({"numPassedTests": passed, "numFailedTests": failed,
                           "testResults": list(files)})

    def test_numbers(self):
        self.assertEqual(numbers(counts.of_vitest(self.report(5, 2), 1)), (5, 2))

    def test_file_that_does_not_load(self):
        broken = {"status": "failed", "assertionResults": []}
        self.assertEqual(numbers(counts.of_vitest(self.report(5, 0, [broken]), 1)), (5, 1))

    def test_failed_case_is_not_counted_twice(self):
        file = {"status": "failed", "assertionResults": [{"status": "failed"}]}
        self.assertEqual(numbers(counts.of_vitest(self.report(5, 1, [file]), 1)), (5, 1))

    def test_broken_report(self):
        for report in ("", "{}", "[]", "null", "{"):
            self.assertEqual(numbers(counts.of_vitest(report, 0)), (0, 1))

    def test_nothing_ran(self):
        self.assertEqual(numbers(counts.of_vitest(self.report(0, 0), 0)), (0, 1))


class OfPlaywright(unittest.TestCase):
    def report(self, expected, unexpected, flaky, errors=()):
        return json.dumps({"stats": {"expected": expected, "unexpected": unexpected,
                                     "flaky": flaky, "skipped": 0}, "errors": list(errors)})

    def test_numbers(self):
        self.assertEqual(numbers(counts.of_playwright(self.report(6, 0, 0), 0)), (6, 0))
        self.assertEqual(numbers(counts.of_playwright(self.report(6, 1, 0), 1)), (6, 1))

    def test_repeated_test_failed(self):
        self.assertEqual(numbers(counts.of_playwright(self.report(6, 0, 1), 0)), (6, 1))

    def test_errors_outside_tests(self):
        self.assertEqual(numbers(counts.of_playwright(self.report(6, 0, 0, ["x"]), 1)), (6, 1))

    def test_nothing_ran(self):
        self.assertEqual(numbers(counts.of_playwright(self.report(0, 0, 0), 0)), (0, 1))
        self.assertEqual(numbers(counts.of_playwright("", 0)), (0, 1))


class Sum(unittest.TestCase):
    def test_sum_keeps_notes(self):
        total = Counts(1, 0) + Counts(2, 1, "a") + Counts(0, 1, "b")
        self.assertEqual(total, Counts(3, 2, "a; b"))


if __name__ == "__main__":
    unittest.main()
