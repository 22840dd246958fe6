#!/usr/bin/env python3
"""Runs every test of this folder and closes with "N passed, N failed".
usage: tests/tools/run.py [PATTERN]   (a file pattern, default test_*.py)"""
import sys
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent


def main():
    sys.path[:0] = [str(ROOT / "tools"), str(HERE)]
    pattern = sys.argv[1] if len(sys.argv) > 1 else "test_*.py"
    suite = unittest.TestLoader().discover(str(HERE), pattern=pattern)
    result = unittest.TextTestRunner(verbosity=1).run(suite)
    # An error while loading a module or in setUpClass stands outside testsRun.
    failed = len(result.failures) + len(result.errors) + len(result.unexpectedSuccesses)
    passed = max(0, result.testsRun - failed - len(result.skipped))
    print(f"{passed} passed, {failed} failed", flush=True)
    return 0 if failed == 0 and passed > 0 else 1


if __name__ == "__main__":
    sys.exit(main())
