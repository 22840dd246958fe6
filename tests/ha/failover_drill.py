"""Three nodes of Patroni and PostgreSQL with three processes of the program on top, under a steady
load: a switchover, a replica and a primary that die, a primary that is cut off. What was
acknowledged must be there once, the service must come back by itself; each outage is measured."""
import collections
import json
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "drills"))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent / "deploy/ha"))
import drill  # noqa: E402
import load as loads  # noqa: E402
import loopback as loopbacks  # noqa: E402
from nodes import wait_for  # noqa: E402

DEMO_REPORTS = 30
BACK_LIMIT_S = 90
WHOLE_LIMIT_S = 120
# What may pass without an acknowledged change. A lease is 20 s; an election, a check of HAProxy and
# a machine with two cores come on top.
OUTAGE_MAX_S = {"switchover": 20, "replica": 20, "killed": 45, "cut off": 45}


class Drill:
    def __init__(self, tally, loopback):
        self.tally, self.loopback, self.cluster = tally, loopback, loopback.cluster
        self.load = loads.Load(loopback.port)
        self.seen = []  # the timelines, when they were asked for last

    def steady(self, enough=50):
        """Some load between two rounds, so that each begins and ends in full work."""
        start = time.monotonic()
        wait_for(lambda: self.load.writes_since(start) >= enough, BACK_LIMIT_S, "a steady load")

    def round(self, name, what, take_away, give_back=lambda: None):
        """Takes something away under load, measures, gives it back, waits until all is whole."""
        self.steady()
        primary = self.cluster.primary()
        start = time.monotonic()
        take_away(primary)
        if name != "replica":
            wait_for(lambda: self.cluster.primary() not in (None, primary), BACK_LIMIT_S,
                     "another primary")
        self.steady()
        end = time.monotonic()
        writes = loads.longest_gap(self.load.writes, start, end)
        reads = loads.longest_gap(self.load.reads, start, end)
        self.tally.check(f"{what}: the service comes back by itself", writes <= OUTAGE_MAX_S[name],
                         f"{writes:.1f} s without a change, {reads:.1f} s without an answer")
        back, successor = time.monotonic(), self.cluster.primary()
        give_back()
        wait_for(self.on_one_timeline, WHOLE_LIMIT_S, "a primary and two replicas on its timeline")
        self.tally.check(f"{what}: all three nodes are there again, under the same primary",
                         self.cluster.primary() is successor,
                         f"{time.monotonic() - back:.1f} s, timelines {self.seen}")

    def timelines(self):
        own = self.cluster.psql("SELECT ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))"
                                "::bit(32)::int", node=self.cluster.primary())
        received = "SELECT received_tli FROM pg_stat_wal_receiver"
        return [own] + [self.cluster.psql(received, node=node) for node in self.cluster.replicas()]

    def on_one_timeline(self):
        """All three there, and both replicas stream what the primary writes."""
        try:
            self.seen = self.timelines() if self.cluster.is_whole() else []
        except RuntimeError:
            return False  # one of them is just starting
        return len(self.seen) == 3 and len(set(self.seen)) == 1

    def synchronous(self):
        return next(node for node in self.cluster.nodes if node.rest("/synchronous")[0] == 200)

    def switchover(self):
        def take_away(primary):
            status, text = self.cluster.patronictl(
                "switchover", "loopback", "--master", primary.name, "--candidate",
                self.synchronous().name, "--force")
            self.tally.check("patronictl switches over", status == 0, text.strip()[-200:]
                             if status else "")
        self.round("switchover", "a planned switchover", take_away)

    def replica_dies(self):
        gone = self.synchronous()
        self.round("replica", "the synchronous replica dies", lambda _: gone.kill(), gone.start)

    def primary_dies(self):
        gone = self.cluster.primary()
        self.round("killed", "the primary's machine dies", lambda _: gone.kill(), gone.start)

    def primary_cut_off(self):
        """Its PostgreSQL runs on and takes itself for the primary: it must acknowledge nothing."""
        gone = self.cluster.primary()

        def give_back():
            self.tally.check("a primary that was cut off acknowledges nothing",
                             not self.acknowledges(gone))
            gone.thaw()
            wait_for(lambda: gone.rest("/replica")[0] == 200, WHOLE_LIMIT_S,
                     "who was cut off follows")

        self.round("cut off", "the primary is cut off", lambda _: gone.cut_off(), give_back)
        left = self.cluster.psql("SELECT count(*) FROM pg_tables WHERE tablename = 'alone'",
                                 "camaug", self.cluster.primary())
        self.tally.check("and what it wrote alone is gone", left == "0")

    def acknowledges(self, node):
        """Whether a change there is confirmed within three seconds."""
        address, environment = self.cluster.superuser("camaug", node)
        try:
            subprocess.run(["psql", "-XAtq", address, "-c", "CREATE TABLE alone (n BIGINT)"],
                           env=environment, capture_output=True, timeout=3, check=True)
        except subprocess.TimeoutExpired:
            return False
        return True

    def told(self):
        """What people were told meanwhile."""
        load = self.load
        self.tally.check("every request is acknowledged in the end", load.stop())
        self.tally.check("nobody is told anything but to come again", not load.others,
                         f"{dict(load.come_again)}, others: {load.others[:2]}")
        steps = sum(map(len, load.acted.values()))
        answers = [report for report, done in load.acted.items() if "relay" in done]
        self.tally.check("there was a load", len(load.submitted) > 500 and len(answers) > 100,
                         f"{len(load.submitted)} reports, {steps} actions, {len(answers)} answers")
        return answers

    def counted(self):
        """Each acknowledged report and action against the record on the primary."""
        load = self.load
        listed = self.cluster.psql(
            "SELECT json_object_agg(report, actions) FROM"
            " (SELECT report, json_object_agg(action, n) AS actions FROM"
            " (SELECT r.id AS report, action, count(*) AS n FROM event"
            " JOIN report r ON r.number = event.report GROUP BY 1, 2) AS counted"
            " GROUP BY report) AS listed", "camaug")
        record = json.loads(listed)
        lost = [report for report in load.submitted if "submit" not in record.get(report, {})]
        self.tally.check("every acknowledged report is there", not lost, f"{len(lost)} lost")
        lost = [(report, step) for report, steps in load.acted.items() for step in steps
                if step not in record.get(report, {})]
        self.tally.check("every acknowledged event is there", not lost, f"{len(lost)} lost")
        twice = [(report, action) for report in load.submitted
                 for action, n in record.get(report, {}).items()
                 if n != 1 and action in ("submit", *loads.STEPS)]
        self.tally.check("none of them twice", not twice, f"twice: {twice[:3]}")
        rows = int(self.cluster.psql("SELECT count(*) FROM report", "camaug"))
        expected = DEMO_REPORTS + len(load.submitted)
        self.tally.check("and no report that nobody sent", rows == expected,
                         f"{rows} reports, {expected} acknowledged")

    def answers(self, answered):
        """Each answer as its sender sees it."""
        client = drill.Client(self.loopback.port)
        wrong = []
        for report in answered:
            status, found = client.report(report, self.load.submitted[report])
            if status != 200 or (found["answer"] or {}).get("text") != f"Đã vá {report}":
                wrong.append((report, status))
        stored = collections.Counter(self.cluster.psql(
            "SELECT r.id FROM content c JOIN report r ON r.number = c.report"
            " WHERE c.kind = 'answer'", "camaug").split())
        twice = [report for report in self.load.submitted if stored[report] > 1]
        self.tally.check("every acknowledged answer reaches its sender, once",
                         not wrong and not twice, f"{len(wrong)} wrong, {len(twice)} twice")

    def same_everywhere(self):
        sql = "SELECT count(*) || ' ' || max(n) || ' ' || max(encode(hash, 'hex')) FROM event"
        wait_for(lambda: len({self.cluster.psql(sql, "camaug", node)
                              for node in self.cluster.nodes}) == 1, 30, "the same on all nodes")
        whole, text = self.loopback.verify()
        self.tally.check("the record is whole on the new primary and the same on all nodes", whole,
                         text.strip().splitlines()[-1])


def play(tally, loopback):
    loopback.start(DEMO_REPORTS, 3, flags=("--no-limits", "--no-access-log"))
    played = Drill(tally, loopback)
    try:
        played.switchover()
        played.replica_dies()
        played.primary_dies()
        played.primary_cut_off()
        played.steady()
        answered = played.told()
        played.counted()
        played.answers(answered)
        played.same_everywhere()
    finally:
        played.load.going = False


def main(tally, folder):
    loopback = loopbacks.Loopback(folder, drill.PROGRAM)
    try:
        play(tally, loopback)
    except Exception:
        print(loopback.cluster.log_ends() if loopback.cluster else "", flush=True)
        raise
    finally:
        loopback.close()


if __name__ == "__main__":
    drill.run(drill.Tally(), main)
