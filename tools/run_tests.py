#!/usr/bin/env python3
"""Runs the project's tests step by step and closes with "N passed, N failed".
Must never repeat a failed test: what fails once has failed.
usage: ./test [--full] [--only NAME[,NAME]] [--build DIR] [--list]"""
import argparse
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from counts import Counts
from steps import STEPS

ROOT = Path(__file__).resolve().parent.parent
LOG_LINES_SHOWN = 80


class Bench:
    """What a step works with: the root, the build directory and a way to run commands."""

    def __init__(self, build, full):
        self.root = ROOT
        self.build = build
        self.full = full
        self.logs = build / "logs"
        self.logs.mkdir(parents=True, exist_ok=True)
        self.started = time.monotonic()

    def say(self, text):
        print(f"[{int(time.monotonic() - self.started):4d}s] {text}", flush=True)

    def run(self, name, command, limit_s, cwd=None, env=None):
        """Runs a command in its own process group without input, ends it after `limit_s`;
        returns (status, output) and keeps the output in the logs."""
        log = self.logs / f"{name.replace('/', '_')}.log"
        with open(log, "wb") as out:
            try:
                child = subprocess.Popen(
                    [str(part) for part in command], cwd=cwd or self.root, stdout=out,
                    stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, start_new_session=True,
                    env={**os.environ, **(env or {})})
            except OSError as error:
                out.write(f"{command[0]}: {error.strerror}\n".encode())
                child = None
            status = 127 if child is None else self.wait(child, limit_s, out)
        return status, log.read_text(encoding="utf-8", errors="replace")

    def wait(self, child, limit_s, out):
        try:
            return child.wait(limit_s)
        except subprocess.TimeoutExpired:
            out.write(f"\nended after {limit_s} s, its limit\n".encode())
            self.end(child)
            return 124
        except BaseException:
            self.end(child)
            raise

    @staticmethod
    def end(child):
        os.killpg(child.pid, signal.SIGTERM)
        try:
            child.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()

    def show(self, text):
        """The end of a failed command's output, set off from the progress lines."""
        lines = text.rstrip().splitlines()
        if len(lines) > LOG_LINES_SHOWN:
            print(f"    | ... {len(lines) - LOG_LINES_SHOWN} lines before these are in {self.logs}")
        for line in lines[-LOG_LINES_SHOWN:]:
            print(f"    | {line}")
        sys.stdout.flush()


def chosen(names):
    """The steps named by --only with the steps they need, in order."""
    known = {step.name: step for step in STEPS}
    wanted = set()

    def add(name):
        if name not in known:
            sys.exit(f"--only {name}: no such step. There are: {', '.join(known)}")
        wanted.add(name)
        for need in known[name].needs:
            add(need)

    for name in names:
        add(name)
    return [step for step in STEPS if step.name in wanted]


def run_step(bench, step):
    began = time.monotonic()
    bench.say(f"{step.name}: {step.title}")
    try:
        found = step.run(bench)
    except Exception as error:  # A broken step is a failed step, not the end of the run.
        found = Counts(0, 1, f"{type(error).__name__}: {error}")
    if step.counts_cases and found.passed + found.failed == 0:
        found = Counts(0, 1, "ran no test")
    took = time.monotonic() - began
    if found.failed:
        verdict = f"FAILED, {found.passed} passed, {found.failed} failed"
    else:
        verdict = f"{found.passed} passed" if step.counts_cases else "good"
    note = f" [{found.note}]" if found.note else ""
    bench.say(f"{step.name}: {verdict} ({took:.1f} s){note}")
    return found


def main():
    parser = argparse.ArgumentParser(prog="./test", description=__doc__.splitlines()[0])
    parser.add_argument("--full", action="store_true", help="add the long drills")
    parser.add_argument("--only", default="", metavar="NAME", help="only these steps, with commas")
    parser.add_argument("--build", default="build", metavar="DIR", help="build directory")
    parser.add_argument("--list", action="store_true", help="name the steps and stop")
    options = parser.parse_args()
    if options.list:
        for step in STEPS:
            print(f"{step.name:12} {step.title}")
        return 0
    named = options.only.split(",") if options.only else [s.name for s in STEPS if not s.alone]
    steps = chosen(named)
    bench = Bench((ROOT / options.build).resolve(), options.full)
    total, failed_steps = Counts(), []
    for step in steps:
        if not options.only and not step.exists(bench):
            bench.say(f"{step.name}: nothing of it here")
            continue
        found = run_step(bench, step)
        total += Counts(found.passed, found.failed)
        if found.failed:
            failed_steps.append(step.name)
    if failed_steps:
        print(f"failed steps: {', '.join(failed_steps)}")
    print(f"{total.passed} passed, {total.failed} failed", flush=True)
    return 0 if total.failed == 0 and total.passed > 0 else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        print("\ninterrupted\n0 passed, 1 failed")
        sys.exit(130)
