#!/usr/bin/env python3
"""Holds the documents to the truth: every `sh` block is run here, or names the file that runs its
lines; every path, make target, option and subcommand they name exists. Must never run a block
outside a temporary folder. Prints "N passed, N failed".
usage: tools/docs_test.py [--root DIR]   (the build is $CAMAUG_BUILD, default build/)

A block that cannot run in a temporary folder stands below a comment with the file that runs it:
<!-- run by tools/bare.sh -->; each line of the block must then stand in that file."""
import argparse
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

PAGES = ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")
README_LINES_MAX = 150
BLOCK_LIMIT_S = 120
FENCE = re.compile(r"^```(\w*)[^\n]*\n(.*?)^```[ \t]*$", re.M | re.S)
RUN_BY = re.compile(r"<!-- run by (\S+) -->\s*\Z")
LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)")
INLINE = re.compile(r"`([^`\n]+)`")
SHELLS = {"sh", "bash", "shell", "console"}
COMMAND_LIKE = re.compile(r"^(?:\$ |\./|make |sudo |npm |camaug |build/)", re.M)


def pages_of(root):
    found = [root / name for name in PAGES if (root / name).exists()]
    return found + [page for folder in ("docs", "deploy")
                    for page in sorted((root / folder).rglob("*.md"))]


def commands_of(block):
    """The block's commands, a continued line joined, without comments and empty lines."""
    joined = block.replace("\\\n", " ")
    lines = [re.sub(r"\s+", " ", line).strip() for line in joined.split("\n")]
    return [line for line in lines if line and not line.startswith("#")]


class Documents:
    def __init__(self, root, build):
        self.root, self.build = root, build
        self.passed, self.faults = 0, []
        self.help = {}

    def judge(self, page, offset, text, fault):
        """One case: `fault` is None when it holds."""
        if fault is None:
            self.passed += 1
        else:
            line = text.count("\n", 0, offset) + 1
            self.faults.append(f"{page.relative_to(self.root)}:{line}: {fault}")

    def page(self, page):
        text = page.read_text(encoding="utf-8")
        for match in FENCE.finditer(text):
            kind, block = match.group(1), match.group(2)
            if kind in SHELLS:
                self.judge(page, match.start(), text, self.block(text[:match.start()], block))
            elif not kind and COMMAND_LIKE.search(block):
                self.judge(page, match.start(), text, "commands need the language sh")
        prose = FENCE.sub(lambda m: re.sub(r"[^\n]", " ", m.group()), text)
        for match in LINK.finditer(prose):
            if not re.match(r"[a-z]+:", match.group(1)):
                target = page.parent / match.group(1)
                self.judge(page, match.start(), text,
                           None if target.exists() else f"no file {match.group(1)}")
        for match in INLINE.finditer(prose):
            for fault in self.named(match.group(1)):
                self.judge(page, match.start(), text, fault)

    def block(self, before, block):
        named = RUN_BY.search(before)
        if named is None:
            return self.run(block)
        path = self.root / named.group(1)
        if not path.is_file():
            return f"run by {named.group(1)}: there is no such file"
        ran = re.sub(r"\s+", " ", path.read_text(encoding="utf-8").replace("\\\n", " "))
        for command in commands_of(block):
            if command not in ran:
                return f"{named.group(1)} does not run: {command}"
        return None

    def run(self, block):
        with tempfile.TemporaryDirectory() as folder:
            # The tree by links, so that what a command writes beside it stays in the folder.
            for entry in self.root.iterdir():
                if entry.name not in ("demo-data", "build", ".git"):
                    (Path(folder) / entry.name).symlink_to(entry)
            (Path(folder) / "build").symlink_to(self.build)
            env = {**os.environ, "HOME": folder, "TMPDIR": folder, "DESTDIR": f"{folder}/root"}
            try:
                done = subprocess.run(["bash", "-euo", "pipefail", "-c", block], cwd=folder,
                                      env=env, stdin=subprocess.DEVNULL, timeout=BLOCK_LIMIT_S,
                                      capture_output=True, text=True, check=False)
            except subprocess.TimeoutExpired:
                return f"still running after {BLOCK_LIMIT_S} s"
        if done.returncode == 0:
            return None
        return (f"ended with status {done.returncode}:\n{block.rstrip()}\n"
                + (done.stdout + done.stderr).strip()[-1500:])

    def named(self, code):
        """What a piece of inline code promises: None for each promise kept, else the fault."""
        words = code.split()
        if words[0] == "make" and len(words) > 1:
            makefile = (self.root / "Makefile").read_text(encoding="utf-8")
            for target in words[1:]:
                known = re.search(rf"^{re.escape(target)}:", makefile, re.M)
                yield None if known else f"the Makefile has no target {target}"
        elif words[0] == "camaug" and len(words) > 1 and not words[1].startswith("-"):
            known = re.search(rf"(?<![\w-]){re.escape(words[1])}(?![\w-])", self.usage("camaug"))
            yield None if known else f"camaug --help does not name {words[1]}"
        elif words[0] in ("./run", "./test"):
            for option in (word for word in words[1:] if word.startswith("--")):
                known = option in self.usage(words[0])
                yield None if known else f"{words[0]} --help does not name {option}"
        for word in words:
            first = word.split("/")[0]
            if "/" in word and first and not re.search(r"[*<>{}$…]|NNNN|\.\.\.|:", word) and (
                    (self.root / first).is_dir() and first not in ("build", "demo-data")):
                path = self.root / word.rstrip(".,;)")
                built = "/dist" in word or "node_modules" in word
                yield None if path.exists() or built else f"no file {word}"

    def usage(self, program):
        if program not in self.help:
            command = self.build / "camaug" if program == "camaug" else self.root / program
            try:
                done = subprocess.run([str(command), "--help"], capture_output=True, text=True,
                                      check=False, timeout=30, stdin=subprocess.DEVNULL)
                self.help[program] = done.stdout + done.stderr
            except OSError:
                self.help[program] = ""
        return self.help[program]

    def generated(self):
        """docs/workflow.md is what the program prints."""
        page = self.root / "docs/workflow.md"
        if not page.exists():
            return
        try:
            done = subprocess.run([str(self.build / "camaug"), "workflow", "--markdown"],
                                  capture_output=True, check=False, timeout=30,
                                  stdin=subprocess.DEVNULL)
            same = done.returncode == 0 and done.stdout == page.read_bytes()
        except OSError:
            same = False
        self.judge(page, 0, "", None if same else
                   "differs from what `camaug workflow --markdown` prints: generate it anew")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--root", type=Path, default=Path(__file__).resolve().parent.parent)
    options = parser.parse_args()
    root = options.root.resolve()
    documents = Documents(root, Path(os.environ.get("CAMAUG_BUILD", root / "build")).resolve())
    for page in pages_of(root):
        documents.page(page)
    documents.generated()
    readme = root / "README.md"
    if readme.exists():
        lines = readme.read_text(encoding="utf-8").count("\n")
        documents.judge(readme, 0, "", None if lines < README_LINES_MAX else
                        f"{lines} lines; it stays under {README_LINES_MAX}")
    for fault in documents.faults:
        print(fault)
    print(f"{documents.passed} passed, {len(documents.faults)} failed")
    return 1 if documents.faults or documents.passed == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
