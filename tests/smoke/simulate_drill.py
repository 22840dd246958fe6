"""camaug simulate: its record, figures and search index are whole, on the file and on a server, and
the same seed makes the same kind of province. Nothing is made where something is."""
import os
import re
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "drills"))
import drill  # noqa: E402

SERVER = os.environ["CAMAUG_TEST_POSTGRES"]
REPORTS = 1_000


def province(tally, what, data, place=()):
    made = ("simulate", "--data", data, *place, "--reports", REPORTS, "--stories", "80", "--years",
            "2", "--seed", "3")
    status, out, err = drill.camaug(*made)
    tally.check(f"{what}: made", status == 0 and f"{REPORTS} reports and" in out,
                (out + err).strip()[-120:])
    status, out, err = drill.camaug("verify", "--data", data, *place)
    tally.check(f"{what}: its record and figures are whole",
                status == 0 and f" {REPORTS} reports" in out, (out + err).strip()[-120:])
    status, out, err = drill.camaug("search", "check", "--data", data, *place)
    tally.check(f"{what}: its search index agrees", status == 0, (out + err).strip()[-80:])
    status, _, err = drill.camaug(*made)
    tally.check(f"{what}: not over what is there", status == 1, err.strip()[-80:])
    server = drill.Server(data, *place)
    status, answer = drill.Client(server.port).ask("GET", "/api/v1/reports?q=duong&limit=5")
    server.stop()
    tally.check(f"{what}: it is served and searched", status == 200 and answer["items"],
                str(answer)[:80])


def main(tally, folder):
    province(tally, "on the file", folder / "file")
    subprocess.run(["psql", "-XAtq", SERVER, "-c", "CREATE DATABASE simulated"], check=True)
    province(tally, "on a server", folder / "server",
             ("--database", re.sub(r"///\w+", "///simulated", SERVER)))


if __name__ == "__main__":
    drill.run(drill.Tally(), main)
