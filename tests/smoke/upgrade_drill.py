"""A province as the program of schema 12 left it (tests/data/schema_12): migrated, its record is
whole, the chain is the same to the last hash and what was sealed still opens."""
import gzip
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "drills"))
import drill  # noqa: E402

SERVER = os.environ["CAMAUG_TEST_POSTGRES"]
OLD = drill.ROOT / "tests/data/schema_12"
LAST_HASH = "9ed37837b543fbd891fd463507ffbafdec86bf6aa6590b88f90f4948b62b372d"
COUNTS = {"report": 12, "content": 44, "report_key": 12, "identity": 8, "clock": 54, "event": 88}


def old_schema(engine):
    """The SQL that makes schema 12 with its rows."""
    parts = ["CREATE TABLE schema_version (version BIGINT PRIMARY KEY, name TEXT NOT NULL,"
             " at BIGINT NOT NULL);"]
    for number in range(1, 13):
        files = sorted((drill.ROOT / "sql").glob(f"{number:04}_*.sql"), key=lambda f: len(f.name))
        for file in files:
            words = file.name.split(".")
            if len(words) == 2 or words[1] == engine:
                parts.append(file.read_text())
        name = files[0].name.split(".")[0][5:]
        parts.append(f"INSERT INTO schema_version VALUES ({number}, '{name}', 0);")
    # The rows are without the profile's files, which no migration reads.
    parts.append("INSERT INTO profile_file VALUES (1, 'none', '', 0);")
    parts.append(gzip.decompress((OLD / "rows.sql.gz").read_bytes()).decode())
    return "\n".join(parts)


def carried_on(tally, engine, data, ask, *place):
    data.mkdir(exist_ok=True)
    shutil.copytree(OLD / "keys", data / "keys")
    for folder in (data, data / "keys"):
        folder.chmod(0o700)
    (data / "keys/master.key").chmod(0o600)
    status, out, err = drill.camaug("migrate", "--data", data, *place)
    tally.check(f"{engine}: tried and taken back", status == 0
                and ask("SELECT max(version) FROM schema_version") == "12", (out + err)[-120:])
    status, out, err = drill.camaug("migrate", "--data", data, *place, "--commit")
    tally.check(f"{engine}: migrated", status == 0, (out + err).strip()[-120:])
    for table, rows in COUNTS.items():
        tally.check(f"{engine}: {table} has all its rows",
                    ask(f"SELECT count(*) FROM {table}") == str(rows))
    hexed = "lower(hex(hash))" if engine == "sqlite" else "encode(hash, 'hex')"
    tally.check(f"{engine}: the chain is the same",
                ask(f"SELECT {hexed} FROM event WHERE n = 88") == LAST_HASH)
    status, out, err = drill.camaug("verify", "--data", data, *place)
    tally.check(f"{engine}: the record is whole", status == 0 and "88 events" in out,
                (out + err).strip()[-200:])
    try:
        ask("UPDATE event SET at = at WHERE n = 1")
        refused = False
    except (sqlite3.DatabaseError, subprocess.CalledProcessError):
        refused = True
    tally.check(f"{engine}: the log still refuses an update", refused)


def main(tally, folder):
    data = folder / "file"
    data.mkdir()
    db = sqlite3.connect(data / drill.DATABASE)
    db.executescript("PRAGMA journal_mode=WAL;" + old_schema("sqlite"))

    def ask(sql):
        with sqlite3.connect(data / drill.DATABASE) as reader:
            row = reader.execute(sql).fetchone()
        return str(row[0]) if row else ""

    db.close()
    carried_on(tally, "sqlite", data, ask)

    psql = ["psql", "-XAtq", "-v", "ON_ERROR_STOP=1"]
    url = re.sub(r"///\w+", "///upgraded", SERVER)
    subprocess.run([*psql, SERVER, "-c", "CREATE DATABASE upgraded"], check=True)
    subprocess.run([*psql, url], input=old_schema("postgres"), text=True, check=True)
    carried_on(tally, "postgres", folder / "server", lambda sql: subprocess.run(
        [*psql, url, "-c", sql], check=True, capture_output=True, text=True).stdout.strip(),
        "--database", url)


if __name__ == "__main__":
    drill.run(drill.Tally(), main)
