"""Two reports that went through everything which leaves rows, and one change for each group of
columns that events speak of: (what, SQL, what verify must name)."""
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "drills"))
import drill  # noqa: E402

PHOTO = drill.ROOT / "tests/data/media/pothole.jpg"


def signed_in(server, data, role):
    """A client of the demo account with that role, and its account."""
    _, listed, _ = drill.camaug("accounts", "--data", data)
    for line in listed.splitlines():
        username, password, its_role = line.split()[:3]
        if its_role == role:
            client = drill.Client(server.port)
            status, account = client.sign_in(username, password)
            if status == 200:
                return client, account
    raise RuntimeError(f"nobody signs in as {role}")


def must(answer):
    if answer[0] not in (200, 201):
        raise RuntimeError(f"refused: {answer}")
    return answer[1]


def make(server, data):
    """Ids of the report with everything, of its photo, of a second one that was given back."""
    sender, follow = drill.Client(server.port), drill.secret()
    full, photo, later = drill.uuid7(), drill.uuid7(), drill.uuid7()
    must(sender.ask("PUT", f"/api/v1/uploads/{photo}", PHOTO.read_bytes(),
                    {"X-Follow-Secret": follow}))
    must(sender.submit(full, follow, uploads=[photo, later], name="Người Mẫu",
                       phone="0912345678", consent_call=True))
    returned = drill.uuid7()
    must(sender.submit(returned, drill.secret(), phone="0912345679"))
    coordinator, _ = signed_in(server, data, "coordinator")
    officer, account = signed_in(server, data, "officer")
    for report in (full, returned):
        must(coordinator.act(report, "dispatch", {"lead": account["agency"]}))
        must(officer.act(report, "accept"))
    must(officer.act(full, "reveal", {"reason_kind": "verify", "reason": "Hỏi lại chỗ hư"}))
    must(coordinator.act(full, "publish", {"text": "Ổ gà giữa đường", "media": [photo]}))
    must(coordinator.act(full, "redact", {
        "text": "Ổ gà", "media": [{"id": photo, "rectangles":
                                   [{"x": 0, "y": 0, "w": 2000, "h": 2000}]}]}))
    must(officer.act(returned, "give_back", {"reason": "Không phải đường của xã"}))
    return {"full": full, "photo": photo, "later": later, "returned": returned}


def copied(table, where, changes):
    """One more row, like the one at `where` but for `changes`."""
    return (f"CREATE TEMP TABLE t AS SELECT * FROM {table} WHERE {where};"
            f"UPDATE t SET {changes}; INSERT INTO {table} SELECT * FROM t")


def cases(db, made):
    full, photo, later, returned = (made[key] for key in ("full", "photo", "later", "returned"))
    one = lambda sql: db.execute(sql).fetchone()
    number, code = one(f"SELECT number, code FROM report WHERE id = '{full}'")
    number_back, back = one(f"SELECT number, code FROM report WHERE id = '{returned}'")
    text, = one(f"SELECT id FROM content WHERE report = {number} AND kind = 'text'")
    words, = one(f"SELECT id FROM content WHERE report = {number_back} AND kind = 'give_back'")
    clock, = one(f"SELECT max(id) FROM clock WHERE report = {number}")
    look, = one(f"SELECT id FROM reveal WHERE report = '{full}'")
    officer, = one("SELECT id FROM account WHERE role = 'officer'")
    listed = []

    def column(table, row, name, value, where=None):
        where = where or f"id = '{row}'"
        listed.append((f"{table}.{name} edited", f"UPDATE {table} SET {name} = {value}"
                       f" WHERE {where}", f"{code}: {table} {row}.{name}"))

    def other(what, sql, place):
        listed.append((what, sql, place))

    for name in ("secret_hash", "body_hash"):
        other(f"report.{name} edited", f"UPDATE report SET {name} = '{'0' * 64}'"
              f" WHERE id = '{full}'", f"{code}: report.{name}")
    other("a report deleted", f"DELETE FROM report WHERE id = '{full}'",
          f"report {full} ({code}) is missing")
    other("a report's parts left alone", f"DELETE FROM report WHERE id = '{full}'",
          f"content {text}: its report {number} is not there")
    other("a report added", copied("report", f"id = '{full}'",
                                   "id = 'x', number = 9999999, code = 'CM-2026-999999'"),
          "CM-2026-999999: report x is known to no event")
    other("the counter of the codes lowered", "UPDATE report_counter SET last = last - 1",
          "report_counter ")

    column("content", text, "public", "NOT public")
    column("content", text, "kind", "'note'")
    column("content", text, "author", "'account:x'")
    column("content", text, "author_role", "'officer'")
    column("content", text, "agency", "'portal'")
    column("content", text, "at", "at - 1")
    column("content", text, "redacted", "NULL")
    column("content", text, "redacted", "'Không có gì'")
    other("content.as_written edited", "UPDATE content SET redacted = NULL, as_written = 1"
          f" WHERE id = '{text}'", f"{code}: content {text}.redacted")
    for name in ("desk", "shown"):
        other(f"search.{name} edited", f"UPDATE search SET {name} = 'khong co gi' WHERE number ="
              f" (SELECT number FROM report WHERE code = '{code}')", f"{code}: search")
    other("content.agency removed", f"UPDATE content SET agency = NULL WHERE id = '{words}'",
          f"{back}: content {words}.agency")
    other("a text added", copied("content", f"id = '{text}'", "id = 'x', place = 99"),
          f"{code}: content x is known to no event")
    other("a text moved to another report",
          f"UPDATE content SET report = {number_back}, place = 99 WHERE id = '{text}'",
          f"{code}: content {text} is missing")

    other("a clock deleted", f"DELETE FROM clock WHERE id = {clock}",
          f"{code}: clock {clock} is missing")
    other("a clock added", copied("clock", f"id = {clock}", "id = 9999999"),
          f"{code}: clock 9999999 is known to no event")
    other("a clock of an unknown kind", f"UPDATE clock SET kind = 'x' WHERE id = {clock}",
          f"{code}: ")

    column("media", photo, "phase", "'after'")
    column("media", photo, "public", "NOT public")
    column("media", photo, "redacted", "0")
    column("media", photo, "owner", "'account:x'")
    column("media", photo, "attached_at", "attached_at + 1")
    column("media", photo, "sha256", f"'{'0' * 64}'")
    for name, value in (("lat7", "1"), ("taken_at", "1"), ("mime", "'image/png'"),
                        ("state", "'broken'"), ("bytes", "1"), ("files", "''"),
                        ("created_at", "1")):
        other(f"media.{name} edited", f"UPDATE media SET {name} = {value} WHERE id = '{photo}'",
              f"{code}: media {photo} is not what was committed to")
    other("a photo deleted", f"DELETE FROM media WHERE id = '{photo}'",
          f"{code}: media {photo} is missing")
    other("a photo taken off", f"UPDATE media SET report = NULL WHERE id = '{photo}'",
          f"{code}: media {photo} is missing")
    other("a photo added", copied("media", f"id = '{photo}'", "id = 'x'"),
          f"{code}: media x is known to no event")
    other("a photo that is still to come forgotten",
          f"DELETE FROM media_expected WHERE id = '{later}'",
          f"{code}: media_expected {later} is missing")
    column("media_expected", later, "phase", "'after'")
    other("a photo expected that nobody named",
          f"INSERT INTO media_expected VALUES ('x', '{full}', 'report')",
          f"{code}: media_expected x is known to no event")

    other("who gave it back deleted", f"DELETE FROM bounce WHERE report = '{returned}'",
          f"{back}: bounce")
    other("bounce.believed edited", "UPDATE bounce SET believed = 'portal'"
          f" WHERE report = '{returned}'", f"{back}: bounce")
    other("a giving back added", f"INSERT INTO bounce VALUES ('{full}', 'portal', NULL, 1)",
          f"{code}: bounce")
    other("a cooperating agency added",
          f"INSERT INTO cooperating VALUES ('{full}', 'portal')", f"{code}: the cooperating")

    column("reveal", look, "account", "'x'")
    column("reveal", look, "reason_kind", "'other'")
    column("reveal", look, "at", "at - 1")
    for name in ("reason", "agency"):
        other(f"reveal.{name} edited", f"UPDATE reveal SET {name} = 'x' WHERE id = '{look}'",
              f"{code}: reveal {look} is not what was committed to")
    other("a look at an identity deleted", f"DELETE FROM reveal WHERE id = '{look}'",
          f"{code}: reveal {look} is missing")
    other("a look at an identity added", copied("reveal", f"id = '{look}'", "id = 'x'"),
          f"{code}: reveal x is known to no event")

    other("an identity deleted", f"DELETE FROM identity WHERE report = {number}",
          f"{code}: identity.phone_sealed is missing")
    other("a name removed", f"UPDATE identity SET name_sealed = NULL WHERE report = {number}",
          f"{code}: identity.name_sealed is missing")
    other("a phone of another report put in",
          "UPDATE identity SET phone_sealed = (SELECT phone_sealed FROM identity"
          f" WHERE report = {number_back}) WHERE report = {number}",
          f"{code}: identity.phone_sealed does not open")
    other("identity.phone_masked edited", "UPDATE identity SET phone_masked = '09xx xxx 000'"
          f" WHERE report = {number}", f"{code}: identity.phone_masked")
    other("identity.phone_blind edited", "UPDATE identity SET phone_blind = 'x'"
          f" WHERE report = {number}", f"{code}: identity.phone_blind")
    other("report.has_contact edited", f"UPDATE report SET has_contact = 0 WHERE id = '{full}'",
          f"{code}: report.has_contact")
    other("only the key deleted", f"DELETE FROM report_key WHERE report = {number}",
          f"{code}: its key is missing")
    other("the key of another report put in",
          f"UPDATE report_key SET wrapped = (SELECT wrapped FROM report_key"
          f" WHERE report = {number_back}) WHERE report = {number}",
          f"{code}: its key does not open")

    other("a figure edited", "UPDATE figure_sheet SET body = replace(body, ' 0\t', ' 1\t')",
          "figure_sheet ")
    other("figures deleted", "DELETE FROM figure_sheet", "figure_sheet ")

    for name, value in (("role", "'coordinator'"), ("agency", "'portal'"), ("active", "0")):
        other(f"account.{name} edited", f"UPDATE account SET {name} = {value}"
              f" WHERE id = '{officer}'", f"account {officer}.{name}")
    other("an account added", copied("account", f"id = '{officer}'",
                                     "id = 'x', username = 'x', role = 'admin'"),
          "account x is known to no event")
    other("an account deleted", f"DELETE FROM account WHERE id = '{officer}'",
          f"account {officer} is missing")
    return listed


def erased(report):
    """What an erasure does: the key and all that it opens; the log stays as it is."""
    number = f"(SELECT number FROM report WHERE id = '{report}')"
    by_number = ";".join(f"DELETE FROM {table} WHERE report = {number}"
                         for table in ("report_key", "identity", "content"))
    return f"{by_number};DELETE FROM media WHERE report = '{report}'"
