"""Which reports of a province a measurement asks for."""
import sqlite3


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
