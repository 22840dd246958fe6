"""The program on a PostgreSQL server: schema tried and kept, a province, a server that goes away
and comes back. Every report that was acknowledged must be there once; nobody is told a lie."""
import os
import re
import subprocess
import sys
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "drills"))
import drill  # noqa: E402

SERVER = os.environ["CAMAUG_TEST_POSTGRES"]
AWAY_S = 2
WRITERS = 4


def psql(sql, uri=SERVER):
    return subprocess.run(["psql", "-XAtq", uri, "-c", sql], check=True, capture_output=True,
                          text=True).stdout.strip()


def database(name):
    psql(f"CREATE DATABASE {name}")
    return re.sub(r"///\w+", f"///{name}", SERVER)


def schema(tally, data, uri):
    at = ("--data", data, "--database", uri)
    status, tried, _ = drill.camaug("migrate", *at)
    tally.check("migrate shows what it would do", status == 0 and "1 base: " in tried, tried)
    again = drill.camaug("migrate", *at)[1]
    tally.check("and takes it back", "1 base: " in again and "--commit" in again)
    status, _, err = drill.camaug("serve", *at, "--port", "0", limit_s=20)
    tally.check("no data: a plain line", status == 1 and "camaug init" in err, err.strip())
    status, out, err = drill.camaug("migrate", *at, "--commit")
    tally.check("--commit keeps it", status == 0 and "is at schema" in out, out + err)
    tally.check("and then nothing is missing",
                "has this program's schema" in drill.camaug("migrate", *at)[1])


def newer(tally, data, uri):
    psql("INSERT INTO schema_version (version, name, at) VALUES (999, 'later', 0)", uri)
    status, _, err = drill.camaug("serve", "--data", data, "--database", uri, limit_s=20)
    tally.check("a newer schema is refused", status == 1 and "999" in err, err.strip())
    psql("DELETE FROM schema_version WHERE version = 999", uri)


def secretive(tally, data):
    uri = "postgresql://somebody:hidden@127.0.0.1:1/nowhere"
    status, out, err = drill.camaug("serve", "--data", data, "--database", uri, limit_s=20)
    tally.check("a server that is not there: a plain line without the password",
                status == 1 and "hidden" not in out + err and "127.0.0.1" in err, err.strip())
    status, _, err = drill.camaug("serve", "--data", data, "--database", "mysql://x", limit_s=20)
    tally.check("an address of something else", status != 0 and "postgresql://" in err, err.strip())


class Writer(threading.Thread):
    """Sends reports until told to stop; each again until it is acknowledged."""

    def __init__(self, port):
        super().__init__()
        self.port = port
        self.acknowledged = []
        self.refusals = []
        self.lies = []
        self.going = True

    def run(self):
        client = drill.Client(self.port)
        while self.going:
            report, follow = drill.uuid7(), drill.secret()
            while True:
                status, answer = client.submit(report, follow)
                if status == 201:
                    self.acknowledged.append((report, follow))
                    break
                (self.refusals if status == 503 else self.lies).append((status, answer))
                time.sleep(0.05)


def away(tally, data, uri):
    server = drill.Server(data, "--database", uri)
    writers = [Writer(server.port) for _ in range(WRITERS)]
    for writer in writers:
        writer.start()
    time.sleep(1)
    subprocess.run([*os.environ["CAMAUG_TEST_PG_RESTART"].split(), str(AWAY_S)], check=True)
    back = time.monotonic()
    before = sum(len(writer.acknowledged) for writer in writers)
    while sum(len(writer.acknowledged) for writer in writers) == before:
        time.sleep(0.02)
        if time.monotonic() - back > 30:
            break
    tally.check("it serves again by itself", time.monotonic() - back < 10,
                f"{time.monotonic() - back:.1f} s after the server")
    time.sleep(1)
    for writer in writers:
        writer.going = False
    for writer in writers:
        writer.join()
    refusals = [refusal for writer in writers for refusal in writer.refusals]
    lies = [lie for writer in writers for lie in writer.lies]
    tally.check("meanwhile everybody was asked to come again", refusals and not lies,
                f"{len(refusals)} answers of 503, others: {lies[:2]}")
    acknowledged = [one for writer in writers for one in writer.acknowledged]
    client = drill.Client(server.port)
    lost = [report for report, follow in acknowledged
            if client.report(report, follow)[0] != 200]
    stored = int(psql("SELECT count(*) FROM report", uri))
    tally.check("every acknowledged report is there", not lost,
                f"{len(acknowledged)} acknowledged, {len(lost)} lost")
    events = int(psql("SELECT count(*) FROM event WHERE action = 'submit'", uri))
    tally.check("and each once", stored == events, f"{stored} reports, {events} submissions")
    server.stop()


def moved(tally, folder, data, uri):
    """The province goes into a file and back to a server, with a photo."""
    server = drill.Server(data, "--database", uri)
    client = drill.Client(server.port)
    report, photo, follow = drill.uuid7(), drill.uuid7(), drill.secret()
    picture = (drill.ROOT / "tests/data/media/pothole.jpg").read_bytes()
    sent = client.ask("PUT", f"/api/v1/uploads/{photo}", picture,
                      {"X-Follow-Secret": follow, "Content-Type": "image/jpeg"})[0]
    taken = client.submit(report, follow, uploads=[photo])[0]
    server.stop()
    tally.check("a report with a photo", sent in (200, 201) and taken == 201,
                f"{sent}, {taken}")
    file = folder / "file"
    status, out, err = drill.camaug("copy", "--from", data, "--from-database", uri, "--to", file)
    tally.check("the province is copied into a file",
                status == 0 and "both are whole" in out and "1 originals compared" in out,
                (out + err)[-300:])
    kept = next(path for path in (file / "media").rglob("original"))
    kept.write_bytes(b"x" * kept.stat().st_size)
    broken = drill.camaug("copy", "--from", file, "--to", folder / "broken",
                          "--to-database", database("broken"))
    tally.check("a photo that is not what its row says is named",
                broken[0] == 1 and "BREAK media" in broken[1], broken[1][-200:])
    kept.write_bytes(picture)
    again = database("again")
    status, out, err = drill.camaug("copy", "--from", file, "--to", folder / "third",
                                    "--to-database", again)
    tally.check("and from there to another server", status == 0 and "both are whole" in out,
                (out + err)[-300:])
    status, out, err = drill.camaug("copy", "--from", file, "--to", data, "--to-database", again)
    tally.check("never over another province", status == 1, (out + err).strip()[-200:])
    server = drill.Server(folder / "third", "--database", again)
    client = drill.Client(server.port)
    found = client.report(report, follow)[1]
    link = found["media"][0]["url"]
    client.connection.request("GET", link)
    answer = client.connection.getresponse()
    tally.check("the photo came along", answer.status == 200 and len(answer.read()) > 1_000, link)
    server.stop()


def main(tally, folder):
    data = folder / "data"
    uri = database("province")
    schema(tally, data, uri)
    status, out, err = drill.camaug("init", "--data", data, "--database", uri, "--demo",
                                    "--reports", 30, "--seed", 7)
    tally.check("a demo province is made there", status == 0, (out + err)[-300:])
    at = ("--database", uri)
    tally.check("and its record is whole", drill.verify(data, *at)[0])
    newer(tally, data, uri)
    secretive(tally, data)
    away(tally, data, uri)
    moved(tally, folder, data, uri)
    whole, text = drill.verify(data, *at)
    tally.check("the record is whole after all of it", whole, text[-300:])


if __name__ == "__main__":
    counted = drill.Tally()
    drill.run(counted, main)
