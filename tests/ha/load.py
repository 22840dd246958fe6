"""A steady load through the balancer: citizens who submit, staff who carry reports to their answer,
readers. Each repeats what was not acknowledged, with the same ids, and notes what was."""
import collections
import http.client
import json
import sys
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "drills"))
import drill  # noqa: E402

PASSWORD = "camau-demo-2026"
COORDINATOR, OFFICER = "dieuphoi", "canbo.phuong"
CLIENT_LIMIT_S = 10
COME_AGAIN = (502, 503, 504)
STEPS = ("dispatch", "accept", "answer", "relay")


class Worker(threading.Thread):
    """Does its turn again and again, at most every `pause_s`, until it shall stop."""

    def __init__(self, load, pause_s):
        super().__init__(daemon=True)
        self.load, self.pause_s = load, pause_s
        self.client = None

    def ask(self, *arguments, **more):
        """(status, answer); status 0 when the connection broke: nobody knows what was done."""
        try:
            if self.client is None:
                self.client = drill.Client(self.load.port, CLIENT_LIMIT_S)
            return self.client.ask(*arguments, **more)
        except (OSError, http.client.HTTPException, json.JSONDecodeError):
            self.client = None
            return 0, None

    def insist(self, good, verb, path, body, headers):
        """The same request with the same command id, until it is acknowledged."""
        headers = {"X-Command-Id": drill.uuid7(), **headers}
        while True:
            status, answer = self.ask(verb, path, body, headers=headers)
            if status == good:
                self.load.writes.append(time.monotonic())
                return answer
            self.load.note(status, answer)
            time.sleep(self.pause_s)

    def run(self):
        while self.load.going:
            self.turn()
            time.sleep(self.pause_s)


class Citizen(Worker):
    def turn(self):
        report, follow = drill.uuid7(), drill.secret()
        body = {"id": report, "tile": "roads", "text": f"Ổ gà {report}", "lat7": 92222700,
                "lon7": 1051786500}
        self.insist(201, "POST", "/api/v1/reports", body, {"X-Follow-Secret": follow})
        self.load.submitted[report] = follow
        self.load.to_carry.append(report)


class Staff(Worker):
    """Carries one report after another through all steps."""

    def turn(self):
        try:
            report = self.load.to_carry.popleft()
        except IndexError:
            return
        bodies = {"dispatch": {"lead": self.load.agency},
                  "answer": {"kind": "final", "text": f"Đã vá {report}", "outcome": "fixed",
                             "no_photo_reason": "Hết pin"}}
        for step in STEPS:
            who = COORDINATOR if step in ("dispatch", "relay") else OFFICER
            self.insist(200, "POST", f"/api/v1/reports/{report}/{step}", bodies.get(step, {}),
                        {"Cookie": self.load.cookies[who]})
            self.load.acted[report].append(step)
            time.sleep(self.pause_s)


class Citizens(Worker):
    """Look at the newest report: no page of it is shared or kept, each answer is read anew."""

    def turn(self):
        newest = next(reversed(self.load.submitted), None)
        if newest is None:
            return
        status, _ = self.ask("GET", f"/api/v1/reports/{newest}",
                             headers={"X-Follow-Secret": self.load.submitted[newest]})
        if status == 200:
            self.load.reads.append(time.monotonic())
        else:
            self.load.note(status, None)


class Load:
    def __init__(self, port):
        self.port = port
        self.going = True
        self.submitted = {}  # report -> follow secret, once acknowledged
        self.acted = collections.defaultdict(list)  # report -> acknowledged steps
        self.to_carry = collections.deque()
        self.writes, self.reads = [], []  # when each was acknowledged
        self.come_again = collections.Counter()
        self.others = []
        self.cookies = {}
        for who in (COORDINATOR, OFFICER):
            client = drill.Client(port)
            status, account = client.sign_in(who, PASSWORD)
            if status != 200:
                raise RuntimeError(f"{who} does not sign in: {account}")
            self.cookies[who] = client.cookie
        self.agency = account["agency"]
        self.workers = ([Citizen(self, 0.1) for _ in range(4)] + [Citizens(self, 0.05)] +
                        [Staff(self, 0.02) for _ in range(4)])
        for worker in self.workers:
            worker.start()

    def note(self, status, answer):
        if status == 0:
            self.come_again["broken off"] += 1
        elif status in COME_AGAIN:
            self.come_again[f"{status} {(answer or {}).get('key', '')}".strip()] += 1
        else:
            self.others.append((status, answer))

    def writes_since(self, moment):
        return sum(1 for at in reversed(self.writes[-1000:]) if at > moment)

    def stop(self, limit_s=60):
        """Ends each turn that has begun; False when one never ends."""
        self.going = False
        end = time.monotonic() + limit_s
        for worker in self.workers:
            worker.join(max(0.0, end - time.monotonic()))
        return not any(worker.is_alive() for worker in self.workers)


def longest_gap(moments, start, end):
    """The longest time without a success that touches the time from `start` to `end`."""
    moments = sorted(moments)
    gaps = [later - earlier for earlier, later in zip(moments, moments[1:])
            if later >= start and earlier <= end]
    return max(gaps, default=float("inf"))
