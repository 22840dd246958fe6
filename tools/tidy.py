#!/usr/bin/env python3
"""Holds the tree to its layers and habits: each rule of tidy_rules.py on each file that git knows
or would add. Must never change a file.
usage: tools/tidy.py [--root DIR] [--warn]   (--warn also names files over 300 lines)"""
import argparse
import fnmatch
import os
import re
import subprocess
import sys
from pathlib import Path

from tidy_allowed import ALLOWED
from tidy_rules import LINES_WARN, RULES
from tidy_scan import Source

# Written by machines, or given from outside as they are.
SKIPPED = ("web/shared/api.d.ts", "LICENSE")
FOLDERS_SKIPPED = {".git", "node_modules", "dist", "__pycache__", ".cache", "demo-data"}


def files_of(root):
    """Paths from the root: what git tracks or would add; without git, all but what is built."""
    if (root / ".git").exists():
        listed = subprocess.run(["git", "ls-files", "-z", "-co", "--exclude-standard"], cwd=root,
                                check=True, capture_output=True).stdout.decode()
        return sorted(path for path in set(listed.split("\0")) if path and (root / path).is_file())
    found = []
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders
                      if name not in FOLDERS_SKIPPED and not name.startswith("build")]
        found += [str((Path(folder) / name).relative_to(root)) for name in names]
    return sorted(found)


def layers_of(root):
    """layer -> all layers to its left, from the camaug_layer() lines of cmake/layers.cmake."""
    path = root / "cmake/layers.cmake"
    if not path.exists():
        return {}
    direct = {}
    for call in re.finditer(r"^camaug_layer\(([^)]*)\)", path.read_text(encoding="utf-8"), re.M):
        name, *linked = call.group(1).split()
        direct[name] = {word[len("camaug_"):] for word in linked if word.startswith("camaug_")}

    def left_of(name):
        found = set(direct.get(name, ()))
        for other in direct.get(name, ()):
            found |= left_of(other)
        return found

    return {name: left_of(name) for name in direct}


def faults_of(root, allowed=None):
    """All faults as (path, line, rule, message), and the sources that were read."""
    allowed = ALLOWED if allowed is None else allowed
    layers = layers_of(root)
    sources = [Source(root, path) for path in files_of(root) if path not in SKIPPED]
    sources = [source for source in sources if source.text is not None]
    faults, used = [], set()
    for source in sources:
        for rule, function in RULES.items():
            excuses = [entry for entry in allowed
                       if entry[0] == rule and fnmatch.fnmatch(source.path, entry[1])]
            for line, message in function(source, layers):
                used.update(excuses)
                if not excuses:
                    faults.append((source.path, line, rule, message))
    for entry in allowed:
        if entry not in used:
            faults.append(("tools/tidy_allowed.py", 1, "allowed",
                           f"nothing needs the exception {entry[0]} for {entry[1]} any more"))
        if len(entry[2].split()) < 3:
            faults.append(("tools/tidy_allowed.py", 1, "allowed",
                           f"the exception {entry[0]} for {entry[1]} needs a reason"))
    return faults, sources


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--root", default=Path(__file__).resolve().parent.parent, type=Path)
    parser.add_argument("--warn", action="store_true")
    options = parser.parse_args()
    faults, sources = faults_of(options.root)
    for path, line, rule, message in faults:
        print(f"{path}:{line}: {message} [{rule}]")
    if options.warn:
        for source in sources:
            if source.is_code and len(source.lines) - 1 > LINES_WARN:
                print(f"{source.path}: {len(source.lines) - 1} lines, think of splitting (warning)")
    print(f"tidy: {len(sources)} files, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
