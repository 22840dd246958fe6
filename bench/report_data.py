"""Makes a large province out of a small one: the rows that the use cases left, copied with new keys
and older dates. The copied log is no chain any more: for measuring only."""
import shutil
import sqlite3

CLOSED = "('resolved','refused','handed_over','merged','withdrawn')"
DAYS_MS = 91 * 86_400_000
QUARTERS = 4  # closed copies are spread over a year
MINUTE_MS = 60_000
COPIES_MAX = 256  # of one report
OPEN_MAX = 2_000  # more open reports would be a backlog that no office has
TIMES = {"report": ("submitted_at", "claimed_at", "updated_at", "closed_at", "published_at",
                    "due_started_at", "due_at", "dispatched_at", "answered_at", "acknowledged_at",
                    "arrives_at", "urgent_since", "rated_at"),
         "clock": ("started_at", "due_at", "ended_at", "paused_at", "warned_at", "overdue_at",
                   "look_at"),
         "content": ("at",), "event": ("at",), "cooperating": (), "bounce": ("at",),
         "report_key": (), "identity": ()}


def free_tail(db):
    """A number such that no id ends with it or with one of the next thousands, in five digits."""
    taken = {int(row[0], 16) // COPIES_MAX for row in db.execute(
        "SELECT substr(id, 32) FROM report UNION SELECT substr(id, 32) FROM content")}
    return next(n for n in range(16 ** 5 // COPIES_MAX) if n not in taken) * COPIES_MAX


def changed(table, column, copy, tail):
    """The expression of one column in copy number `copy`."""
    if column == "report" or (table, column) in (("report", "id"), ("content", "id")):
        return f"substr({column}, 1, 31) || printf('%05x', {tail + copy})"
    if table == "report" and column == "number":
        return f"number + {copy} * 1000000"
    if table == "report" and column == "code":
        return f"substr(code, 1, 8) || printf('%06d', {copy} * 10000 + substr(code, 9))"
    if (table, column) in (("clock", "id"), ("event", "n")):
        return f"{column} + {copy} * 10000000"
    if column in TIMES[table]:
        # Open reports stay as young as they are, or all of them would be late.
        older = copy % QUARTERS * DAYS_MS + copy * MINUTE_MS
        return f"{column} - (CASE WHEN o.closed THEN {older} ELSE {copy} END)"
    return column


def copy_rows(db, copy, tail):
    db.execute("DROP TABLE IF EXISTS temp.o")
    is_open, = db.execute(f"SELECT count(*) FROM report WHERE state NOT IN {CLOSED}").fetchone()
    wanted = "1" if is_open < OPEN_MAX else f"state IN {CLOSED}"
    db.execute(f"CREATE TEMP TABLE o AS SELECT id AS rid, state IN {CLOSED} AS closed FROM report"
               f" WHERE number < 1000000 AND {wanted}")
    db.execute("CREATE UNIQUE INDEX temp.o_rid ON o (rid)")
    for table in TIMES:
        columns = [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
        key = "id" if table == "report" else "report"
        listed = ", ".join(changed(table, column, copy, tail) for column in columns)
        db.execute(f"INSERT INTO {table} SELECT {listed} FROM {table} JOIN o ON o.rid = {key}")


def multiply(source, target, reports):
    making = target.with_suffix(".making")
    shutil.rmtree(making, ignore_errors=True)
    shutil.copytree(source, making)
    db = sqlite3.connect(making / "camaug.sqlite", isolation_level=None)
    db.executescript("PRAGMA foreign_keys=OFF; PRAGMA synchronous=OFF; PRAGMA journal_mode=WAL;"
                     "PRAGMA cache_size=-400000")
    tail = free_tail(db)
    copy = 0
    while db.execute("SELECT count(*) FROM report").fetchone()[0] < reports:
        copy += 1
        db.execute("BEGIN")
        copy_rows(db, copy, tail)
        db.execute("COMMIT")
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()
    making.rename(target)


def some_reports(data, count):
    """(codes of published reports, ids of any), spread over the whole table."""
    db = sqlite3.connect(data / "camaug.sqlite")
    codes = [row[0] for row in db.execute(
        "SELECT code FROM report WHERE published AND register = 'ordinary'"
        " ORDER BY substr(id, 20) LIMIT ?", (count,))]
    ids = [row[0] for row in db.execute(
        "SELECT id FROM report WHERE register = 'ordinary' ORDER BY substr(id, 20) LIMIT ?",
        (count,))]
    db.close()
    return codes, ids
