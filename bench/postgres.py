"""A PostgreSQL cluster for measuring (durable, unlike that of the tests), and pgbench with the rows
of one submission. Must never be given a database that matters."""
import os
import re
import shutil
import subprocess
from pathlib import Path

BATCH = 64
# The rows of a new report, in the order in which they refer to each other.
TABLES = ("report", "report_key", "content", "clock", "search", "event", "outbox")
NUMBERS = {("clock", "id"), ("event", "n"), ("outbox", "id"), ("outbox", "event_n")}


def binaries():
    return sorted(Path("/usr/lib/postgresql").glob("*/bin"))[-1]


class Cluster:
    def __init__(self, folder):
        self.folder = folder
        self.as_user = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
        self.url = f"postgresql:///postgres?host={folder}&user=camaug"
        if not (folder / "data").exists():
            folder.mkdir(parents=True, exist_ok=True)
            if self.as_user:
                shutil.chown(folder, "postgres")
            self.run("initdb", "-D", folder / "data", "-U", "camaug", "--auth=trust",
                     "--locale=C.UTF-8", "-E", "UTF8")
        options = (f"-c listen_addresses='' -c unix_socket_directories={folder}"
                   " -c shared_buffers=4GB -c effective_cache_size=12GB -c max_wal_size=8GB"
                   " -c maintenance_work_mem=512MB -c jit=off -c random_page_cost=1.1")
        self.run("pg_ctl", "-D", folder / "data", "-w", "-l", folder / "log", "-o", options,
                 "start")

    def run(self, program, *arguments):
        subprocess.run([*self.as_user, binaries() / program, *map(str, arguments)], check=True,
                       stdout=subprocess.DEVNULL, cwd="/")

    def sql(self, text):
        return subprocess.run(["psql", "-XAtq", self.url, "-c", text], check=True,
                              capture_output=True, text=True).stdout.strip()

    def stop(self):
        self.run("pg_ctl", "-D", self.folder / "data", "-m", "fast", "-w", "stop")


def literal(value):
    return "NULL" if value is None else "'" + value.replace("'", "''") + "'"


def rows_of(cluster, table, report, number):
    """(columns, rows as lists of texts or None) of one report."""
    columns = cluster.sql("SELECT string_agg(column_name, ',' ORDER BY ordinal_position)"
                          " FROM information_schema.columns WHERE table_schema = current_schema()"
                          f" AND table_name = '{table}'").split(",")
    where = {"report": f"id = '{report}'", "search": f"number = {number}",
             "outbox": f"event_n IN (SELECT n FROM event WHERE report = {number})"}.get(
                 table, f"report = {number}")
    rows = []
    count = int(cluster.sql(f"SELECT count(*) FROM {table} WHERE {where}"))
    for row in range(count):
        cells = []
        for column in columns:
            cells.append(cluster.sql(f"SELECT COALESCE('=' || CAST({column} AS TEXT), 'NULL')"
                                     f" FROM {table} WHERE {where} ORDER BY 1"
                                     f" OFFSET {row} LIMIT 1"))
        rows.append([None if cell == "NULL" else cell[1:] for cell in cells])
    return columns, rows


def script(cluster):
    """One batch: BATCH submissions with keys of their own, in one transaction, pipelined. The key
    grows by one for each, as the program's own numbers do."""
    report, number = cluster.sql(
        "SELECT id, number FROM report r WHERE state = 'submitted' AND NOT has_contact"
        " ORDER BY number DESC LIMIT 1").split("|")
    one = ["\\set k :k + 1"]
    for table in TABLES:
        columns, rows = rows_of(cluster, table, report, number)
        for place, row in enumerate(rows):
            cells = []
            for column, value in zip(columns, row, strict=True):
                if value is None:
                    cells.append("NULL")
                elif value == report:
                    cells.append("'bench-' || :k")
                elif column in ("report", "number"):
                    cells.append("CAST(:k AS BIGINT) * 10")
                elif (table, column) in NUMBERS:
                    cells.append(f"CAST(:k AS BIGINT) * 10 + {place}")
                elif column in ("id", "code", "dedup"):
                    cells.append(f"'{table}-{place}-' || :k")
                else:
                    cells.append(literal(value))
            one.append(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join(cells)});")
    lines = ["\\startpipeline", "BEGIN;", *one * BATCH, "COMMIT;", "\\endpipeline"]
    return "\n".join(lines) + "\n"


def bench(cluster, seconds):
    """Submissions a second that pgbench reaches with one client."""
    file = cluster.folder / "submission.sql"
    file.write_text(script(cluster))
    first = int(cluster.sql("SELECT MAX(number) FROM report"))  # times ten it is free
    out = subprocess.run(
        [binaries() / "pgbench", "-n", "-M", "prepared", "-c", "1", "-T", str(max(seconds, 5)),
         "-D", f"k={first}", "-f", file, cluster.url], check=True, capture_output=True,
        text=True).stdout
    return round(float(re.search(r"tps = ([\d.]+)", out).group(1)) * BATCH)
