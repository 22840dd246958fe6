"""Changes the record and what was made from it with a database tool, each time on a fresh copy, and
expects that `camaug verify` finds it and names the place."""
import shutil
import sqlite3
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "drills"))
import drill  # noqa: E402
import tamper_rows  # noqa: E402

FREE = ("DROP TRIGGER event_no_update; DROP TRIGGER event_no_delete; PRAGMA foreign_keys=OFF;")
FAR = 1_000_000  # beyond every number in the log


def cases(db):
    """(what, SQL, what verify must name)"""
    one = lambda sql: db.execute(sql).fetchone()
    last = one("SELECT max(n) FROM event")[0]
    n = last // 2
    report, code = one("SELECT id, code FROM report WHERE due_at IS NOT NULL ORDER BY number")
    content, content_code = one("SELECT c.id, r.code FROM content c"
                                " JOIN report r ON r.number = c.report"
                                " WHERE c.kind = 'text' ORDER BY r.number DESC")
    clock, clock_code = one("SELECT c.id, r.code FROM clock c JOIN report r ON r.number = c.report"
                            " WHERE c.due_at IS NOT NULL ORDER BY c.id DESC")
    late, late_code = one("SELECT c.id, r.code FROM clock c JOIN report r ON r.number = c.report"
                          " WHERE c.result = 'late' ORDER BY c.id")
    led, led_code = one("SELECT id, code FROM report WHERE lead IS NOT NULL ORDER BY number")
    newest, = one(f"SELECT report FROM event WHERE n = {last}")
    newest_code, = one(f"SELECT code FROM report WHERE number = {newest}")
    return [
        ("an event's body edited",
         f"UPDATE event SET body = '{{\"x\":1,' || substr(body, 2) WHERE n = {n}", f"event {n} "),
        ("an event's body broken", f"UPDATE event SET body = substr(body, 2) WHERE n = {n}",
         f"event {n} "),
        ("an event's body of another shape",
         f"UPDATE event SET body = '{{\"set\":[],\"contents\":[1]}}' WHERE n = {n}",
         f"event {n} "),
        ("an event's time edited", f"UPDATE event SET at = at - 1 WHERE n = {n}", f"event {n} "),
        ("an event's actor edited", f"UPDATE event SET actor = 'account:x' WHERE n = {n}",
         f"event {n} "),
        ("an event's hash edited",
         f"UPDATE event SET hash = zeroblob(32) WHERE n = {n}", f"event {n} "),
        ("an event cut out", f"DELETE FROM event WHERE n = {n}", f"event {n} "),
        ("an event cut out and the gap closed",
         f"DELETE FROM event WHERE n = {n};"
         f"UPDATE event SET n = n + {FAR} WHERE n > {n};"
         f"UPDATE event SET n = n - {FAR} - 1 WHERE n > {FAR}",
         f"event {n} "),
        ("the last event cut off", f"DELETE FROM event WHERE n = {last}", newest_code),
        ("two events in the other order",
         f"UPDATE event SET n = {FAR} WHERE n = {n}; UPDATE event SET n = {n} WHERE n = {n + 1};"
         f"UPDATE event SET n = {n + 1} WHERE n = {FAR}", f"event {n} "),
        ("an event inserted at the end",
         "INSERT INTO event SELECT n + 1, report, stream, seq + 1, at, actor, role, action,"
         f" from_state, to_state, body, schema, hash FROM event WHERE n = {last}",
         f"event {last + 1} "),
        ("a report's state edited",
         f"UPDATE report SET state = 'withdrawn' WHERE id = '{report}'", f"{code}: report.state"),
        ("a report's due time edited",
         f"UPDATE report SET due_at = due_at + 1 WHERE id = '{report}'", f"{code}: report.due_at"),
        ("a report's agency edited", f"UPDATE report SET lead = 'portal' WHERE id = '{led}'",
         f"{led_code}: report.lead"),
        ("a report row deleted", f"DELETE FROM report WHERE id = '{report}'",
         f"report {report} ({code}) is missing"),
        ("a clock's due time edited", f"UPDATE clock SET due_at = due_at + 1 WHERE id = {clock}",
         f"{clock_code}: clock {clock}.due_at"),
        ("a late clock called met", f"UPDATE clock SET result = 'met' WHERE id = {late}",
         f"{late_code}: clock {late}.result"),
        ("a clock deleted", f"DELETE FROM clock WHERE id = {clock}", f"{clock_code}: "),
        ("a text edited", f"UPDATE content SET text = text || '.' WHERE id = '{content}'",
         f"{content_code}: content {content}"),
        ("a text deleted", f"DELETE FROM content WHERE id = '{content}'",
         f"{content_code}: content {content}"),
        ("a cooperating agency added",
         f"INSERT INTO cooperating (report, agency) VALUES ('{report}', 'portal')", f"{code}: "),
    ]


def changed_copy(data, folder, sql):
    copy = folder / "copy"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(data, copy)
    db = sqlite3.connect(drill.database(copy))
    db.executescript(FREE + sql)
    db.commit()
    db.close()
    return copy


def cut_tail(tally, data, folder):
    """The newest report gone from every table: only a head that was noted earlier finds that."""
    db = sqlite3.connect(drill.database(data))
    n, head = db.execute("SELECT n, hash FROM event ORDER BY n DESC LIMIT 1").fetchone()
    alone = db.execute("SELECT report FROM event GROUP BY report HAVING count(*) = 1"
                       " AND max(n) = (SELECT max(n) FROM event)").fetchone()
    db.close()
    if not tally.check("the newest report has one event", alone):
        return
    tables = ("event", "clock", "content", "report_key", "identity")
    sql = ";".join(f"DELETE FROM {table} WHERE report = {alone[0]}" for table in tables)
    copy = changed_copy(data, folder, f"{sql};DELETE FROM report WHERE number = {alone[0]}")
    whole, text = drill.verify(copy, "--head", f"{n}:{head}")
    named = [line for line in text.splitlines() if line.startswith("BREAK") and str(n) in line]
    tally.check("a tail cut without a trace is found by the noted head", not whole and named,
                named[0] if named else text)


def main(tally, folder):
    data = folder / "data"
    drill.init(data, reports=60)
    server = drill.Server(data)
    made = tamper_rows.make(server, data)
    status, _ = drill.Client(server.port).submit(drill.uuid7(), drill.secret())
    server.stop()
    whole, text = drill.verify(data)
    tally.check("the untouched record is whole", whole and status == 201, text.splitlines()[0])
    db = sqlite3.connect(drill.database(data))
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    listed = cases(db) + tamper_rows.cases(db, made)
    try:
        db.execute("UPDATE event SET at = at WHERE n = 1")
        tally.check("the log refuses an update", False)
    except sqlite3.DatabaseError as error:
        tally.check("the log refuses an update", "append-only" in str(error), str(error))
    db.rollback()
    db.close()
    for what, sql, place in listed:
        whole, text = drill.verify(changed_copy(data, folder, sql))
        breaks = [line for line in text.splitlines() if line.startswith("BREAK")]
        tally.check(f"{what} is found and named",
                    not whole and any(place in line for line in breaks),
                    breaks[0] if breaks else text.strip())
    copy = changed_copy(data, folder, tamper_rows.erased(made["full"]))
    whole, text = drill.verify(copy)
    tally.check("what an erased report said is still found: named",
                not whole and "search" in text, text.splitlines()[-1])
    drill.camaug("search", "rebuild", "--data", copy)
    whole, text = drill.verify(copy)
    tally.check("an erased report is whole", whole, text.splitlines()[-1])
    copy = changed_copy(data, folder, "UPDATE figure_sheet SET body = 'nothing'")
    status, out, _ = drill.camaug("figures", "recount", "--data", copy)
    whole, text = drill.verify(copy)
    tally.check("broken figures are counted anew", status == 0 and whole, out.splitlines()[-1])
    late = 4 * 10 ** 18
    copy = changed_copy(data, folder, f"UPDATE clock SET due_at = {late} WHERE result = 'met'")
    whole, text = drill.verify(copy)
    tally.check("times out of all bounds are named, and soon", not whole and ".due_at" in text,
                text.splitlines()[1][:90])
    cut_tail(tally, data, folder)


if __name__ == "__main__":
    drill.run(drill.Tally(), main)
