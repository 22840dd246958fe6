"""The rows of docs/benchmarks.md. Must never call a figure conclusive that was measured while
others used much of the machine."""
import os
import re
from dataclasses import dataclass

OTHERS_MAX = 0.10
BEGIN, END = "<!-- bench/run begin -->", "<!-- bench/run end -->"


@dataclass
class Row:
    what: str
    value: str
    target: str
    held: bool
    other: float
    more: str = ""

    def verdict(self):
        if self.other > OTHERS_MAX:
            return ("holds" if self.held else "misses") + ", not conclusive"
        return "holds" if self.held else "MISSES"

    def line(self):
        return (f"| {self.what} | {self.value} | {self.target} | {self.verdict()} |"
                f" {self.other:.0%} | {self.more} |")


def write(path, rows, day, command):
    """Replaces the part between the marks; what people wrote around it stays."""
    cpu = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo")
                if line.startswith("model name")), "unknown")
    text = (f"{BEGIN}\nMeasured on {day} with `{command}`; {os.cpu_count()} CPUs ({cpu})."
            " \"Others\" is the share of the machine that other work took during the row; above"
            f" {OTHERS_MAX:.0%} a row is not conclusive.\n\n"
            "| What | Measured | Target | Verdict | Others | Details |\n|---|---|---|---|---|---|\n"
            + "\n".join(row.line() for row in rows) + f"\n{END}")
    old = path.read_text(encoding="utf-8") if path.exists() else f"# Benchmarks\n\n{BEGIN}{END}\n"
    path.write_text(re.sub(f"{BEGIN}.*?{END}", lambda _: text, old, flags=re.S), encoding="utf-8")


def replace(path, name, lines):
    """Puts `lines` between the marks of `name`."""
    begin, end = f"<!-- {name} begin -->", f"<!-- {name} end -->"
    old = path.read_text(encoding="utf-8")
    if begin not in old:
        raise RuntimeError(f"{path} has no marks of {name}")
    path.write_text(re.sub(f"{begin}.*?{end}", lambda _: f"{begin}\n{lines}\n{end}", old,
                           flags=re.S), encoding="utf-8")


def microseconds(text):
    """The first figure in microseconds or nanoseconds of a measuring program's output."""
    found = re.search(r"([\d.]+)\s*(us|ns)\b", text)
    if not found:
        raise RuntimeError(f"no time in: {text}")
    return float(found.group(1)) / (1 if found.group(2) == "us" else 1000)
