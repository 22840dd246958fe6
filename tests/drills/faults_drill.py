"""What goes wrong under a running server, on both engines: a slow disk, a clock that jumps back, a
connection cut inside a transaction, a full disk. People are told to come again (503 with
Retry-After) or wait; nothing acknowledged is lost or doubled, no case is half written. (A server
that restarts: tests/smoke/postgres.sh; a bucket that is away: tests/smoke/bucket.sh; a full disk
under the embedded database: full_disk.sh.)"""
import subprocess
import threading
import time

import drill
import places
from full_disk_drill import fill

WRITERS = 4
DISK_MIB = 320
CUTS = 25
HOUR_S = 3_600


class Sender(threading.Thread):
    """Sends reports until told to stop, each again until it is acknowledged; takes every third one
    back, with one command that is repeated until it is answered."""

    def __init__(self, port):
        super().__init__(daemon=True)
        self.client = drill.Client(port)
        self.sent = {}  # id -> (secret, state)
        self.waits = []  # Retry-After of each 503
        self.others = []
        self.going = True
        self.slowest_s = 0.0

    def run(self):
        try:
            while self.going:
                self.one()
        except Exception as error:
            self.others.append(repr(error))

    def one(self):
        report, follow = drill.uuid7(), drill.secret()
        body = {"id": report, "tile": "roads", "text": "Ổ gà to giữa đường", "lat7": 92222700,
                "lon7": 1051786500}
        if not self.until(201, "/api/v1/reports", body, follow):
            return
        self.sent[report] = (follow, "submitted")
        if len(self.sent) % 3 == 0:
            if self.until(200, f"/api/v1/reports/{report}/withdraw", {}, follow):
                self.sent[report] = (follow, "withdrawn")
            else:
                del self.sent[report]  # nobody knows

    def until(self, wanted, path, body, follow):
        command = drill.uuid7()
        while self.going or wanted == 200:
            began = time.monotonic()
            status, answer = self.client.ask("POST", path, body, {
                "X-Follow-Secret": follow, "X-Command-Id": command})
            self.slowest_s = max(self.slowest_s, time.monotonic() - began)
            if status == wanted:
                return True
            if status != 503:
                self.others.append((status, answer))
                return False
            self.waits.append(self.client.retry_after)
            time.sleep(0.05)
        return False


class Load:
    """Several of them; counts in the end."""

    def __init__(self, tally, what, place, env=None):
        self.tally, self.what, self.place = tally, what, place
        self.server = place.serve(env)
        self.senders = [Sender(self.server.port) for _ in range(WRITERS)]
        for sender in self.senders:
            sender.start()

    def count(self):
        return sum(len(sender.sent) for sender in self.senders)

    def until_more(self, limit_s=30):
        """Waits until something more is acknowledged."""
        before, end = self.count(), time.monotonic() + limit_s
        while self.count() < before + WRITERS and time.monotonic() < end:
            time.sleep(0.05)
        return self.count() > before

    def end(self, refused=None):
        """`refused`: whether somebody must have been, must not have been, or may have been (None)
        told to come again."""
        for sender in self.senders:
            sender.going = False
        for sender in self.senders:
            sender.join()
        waits = [wait for sender in self.senders for wait in sender.waits]
        others = [other for sender in self.senders for other in sender.others]
        held = not others and all(waits) and (refused is None or bool(waits) == refused)
        self.tally.check(f"{self.what}: nobody is told anything but to come again", held,
                         f"{len(waits)} answers of 503, others: {others[:2]}")
        client = drill.Client(self.server.port)
        sent = {report: one for sender in self.senders for report, one in sender.sent.items()}
        wrong = [report for report, (follow, state) in sent.items()
                 if client.report(report, follow)[1].get("state") != state]
        slowest = max(sender.slowest_s for sender in self.senders)
        self.tally.check(f"{self.what}: everything acknowledged is there", sent and not wrong,
                         f"{len(sent)} reports, {len(wrong)} wrong, slowest answer {slowest:.1f} s")
        self.tally.check(f"{self.what}: the server stops in order", self.server.stop() == 0)
        whole, text = self.place.verify()
        self.tally.check(f"{self.what}: the record is whole", whole, text.strip()[-120:])


def slow_disk(tally, place, folder):
    """Every sync takes 5 ms longer."""
    slow = places.preloadable("bench/slow_sync.c", folder)
    env = None
    if place.engine == "sqlite":
        env = {"LD_PRELOAD": str(slow)}
    else:
        place.stop()
        place.start(preload=slow)
    load = Load(tally, f"{place.engine}, slow disk", place, env)
    pid = load.server.process.pid if place.engine == "sqlite" else place.pid()
    tally.check(f"{place.engine}, slow disk: it is slow", drill.has_loaded(pid, slow))
    time.sleep(3)
    load.end(refused=False)
    if place.engine != "sqlite":
        place.stop()
        place.start()


def clock_back(tally, place, folder):
    """The time of day jumps back by an hour and later forward again."""
    what = f"{place.engine}, clock set back"
    file = folder / "shift"
    file.write_text("0")
    shim = places.preloadable("tests/drills/clock_shift.c", folder)
    load = Load(tally, what, place, {"LD_PRELOAD": str(shim), "CLOCK_SHIFT": str(file)})
    time.sleep(1)
    client, follow, report = drill.Client(load.server.port), drill.secret(), drill.uuid7()
    _, before = client.submit(report, follow)
    for seconds in (-HOUR_S, 0, HOUR_S, 0):
        file.write_text(str(seconds))
        tally.check(f"{what} ({seconds} s): reports are still taken", load.until_more())
    file.write_text(str(-HOUR_S))
    other = drill.uuid7()
    status, after = client.submit(other, follow)
    tally.check(f"{what}: the later report has the later code",
                status == 201 and after["code"] > before["code"],
                f"{before.get('code')} and {after.get('code')}")
    tally.check(f"{what}: though by the clock it came before",
                after["submitted_at"] < before["submitted_at"] - HOUR_S * 500)
    load.end(refused=False)


def cut(tally, place):
    """The server ends the program's connections, most of them inside a transaction."""
    load = Load(tally, "postgres, connections cut", place)
    inside = 0
    for _ in range(CUTS):
        ended = place.ask(
            "WITH ours AS MATERIALIZED (SELECT pid FROM pg_stat_activity"
            " WHERE application_name = 'camaug' AND xact_start IS NOT NULL)"
            " SELECT pg_terminate_backend(pid) FROM ours").split()
        inside += len(ended) > 0
        time.sleep(0.1)
    tally.check("postgres, connections cut: inside transactions", inside > 0,
                f"{inside} of {CUTS} times")
    tally.check("postgres, connections cut: reports are taken again", load.until_more())
    load.end()


def full(tally, folder):
    """The server's disk is full: it may refuse, or fall over and be started again."""
    disk = folder / "disk"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK_MIB}m,mode=755", "tmpfs", disk],
                   check=True)
    try:
        place = places.Server(disk)
        load = Load(tally, "postgres, full disk", place)
        load.until_more()
        fill(disk / "ballast")
        end = time.monotonic() + 60
        while not any(sender.waits for sender in load.senders) and time.monotonic() < end:
            time.sleep(0.1)
        time.sleep(2)
        tally.check("postgres, full disk: it is noticed",
                    any(sender.waits for sender in load.senders))
        (disk / "ballast").unlink()
        for _ in range(20):
            if place.is_running():
                break
            time.sleep(0.5)
        else:
            place.start()
        tally.check("postgres, full disk: reports are taken again when there is room",
                    load.until_more())
        load.end(refused=True)
        place.stop()
    finally:
        subprocess.run(["umount", "-l", disk], check=False)


def main(tally, folder):
    folder.chmod(0o755)
    file = places.File(folder)
    slow_disk(tally, file, folder)
    clock_back(tally, file, folder)
    server = places.Server(folder)
    try:
        slow_disk(tally, server, folder)
        clock_back(tally, server, folder)
        cut(tally, server)
    finally:
        server.stop("immediate")
    full(tally, folder)


if __name__ == "__main__":
    drill.run(drill.Tally(), main)
