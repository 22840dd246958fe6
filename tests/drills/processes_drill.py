"""Three processes on one PostgreSQL database behind HAProxy. What one of them is told the others
know: sessions, limits, live events. One is killed under load: every acknowledged report is there
once, and every notice goes out once."""
import collections
import http.client
import json
import os
import re
import socket
import subprocess
import threading
import time

import drill

SERVER = os.environ["CAMAUG_TEST_POSTGRES"]
WRITERS = 8
LEASE_S = 60  # of a notice that a process has claimed
DEMO_PASSWORD = "camau-demo-2026"


def psql(sql, uri=SERVER):
    return subprocess.run(["psql", "-XAtq", uri, "-c", sql], check=True, capture_output=True,
                          text=True).stdout.strip()


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def balancer(folder, ports):
    """HAProxy over the ports: (process, its own port). A connection that fails goes to another."""
    port = free_port()
    servers = "\n".join(f"  server s{p} 127.0.0.1:{p} check inter 200ms fall 1 rise 1"
                        for p in ports)
    config = folder / "haproxy.cfg"
    config.write_text(f"""defaults
  mode http
  timeout connect 1s
  timeout client 30s
  timeout server 30s
  option redispatch
  retries 3
frontend in
  bind 127.0.0.1:{port}
  default_backend camaug
backend camaug
  balance roundrobin
  option httpchk GET /healthz
{servers}
""")
    process = subprocess.Popen(["haproxy", "-f", str(config)], stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL)
    end = time.monotonic() + 20
    while time.monotonic() < end:
        try:
            if drill.Client(port).ask("GET", "/healthz")[0] == 200:
                return process, port
        except (OSError, http.client.HTTPException, json.JSONDecodeError):
            pass
        time.sleep(0.1)
    raise RuntimeError("the balancer found no server")


class Listener(threading.Thread):
    """A live stream; notes when which report was heard of, and when the stream ended."""

    def __init__(self, port, cookie):
        super().__init__(daemon=True)
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.sendall(f"GET /api/v1/events HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
                            f"Cookie: {cookie}\r\nAccept: text/event-stream\r\n\r\n".encode())
        self.text = ""
        self.ended = False

    def run(self):
        while True:
            got = self.socket.recv(65_536)
            if not got:
                break
            self.text += got.decode()
        self.ended = True


def wait_for(condition, limit_s):
    """Seconds until it holds, None when it never did."""
    start = time.monotonic()
    while time.monotonic() - start < limit_s:
        if condition():
            return time.monotonic() - start
        time.sleep(0.02)
    return None


def together(tally, servers):
    """Sessions and live events across processes."""
    one, two = (drill.Client(server.port) for server in servers[:2])
    tally.check("somebody signs in at one process",
                one.sign_in("dieuphoi", DEMO_PASSWORD)[0] == 200)
    two.cookie = one.cookie
    tally.check("and is known at another", two.ask("GET", "/api/v1/session")[0] == 200)
    listener = Listener(servers[0].port, one.cookie)
    listener.start()
    time.sleep(0.5)
    report = drill.uuid7()
    status = drill.Client(servers[2].port).submit(report, drill.secret())[0]
    took = wait_for(lambda: report in listener.text, 5)
    tally.check("a report sent to one is heard of at another", status == 201 and took is not None,
                f"{took} s")
    counts = []
    for server in servers:
        queue = drill.Client(server.port).ask("GET", "/api/v1/desk/queue?list=submitted",
                                              headers={"Cookie": one.cookie})[1]
        counts.append(queue["counts"]["submitted"])
    tally.check("all count the same", len(set(counts)) == 1, str(counts))
    two.ask("DELETE", "/api/v1/session")
    took = wait_for(lambda: listener.ended, 5)
    tally.check("who signs out at one is cut off at another", took is not None, f"{took} s")


def limits(tally, data, uri):
    """Ten reports an hour for a device, wherever it sends them."""
    servers = [drill.LimitedServer(data, "--database", uri) for _ in range(2)]
    clients = [drill.Client(server.port) for server in servers]
    first = clients[0].submit(drill.uuid7(), drill.secret())[0]
    clients[1].cookie = clients[0].cookie
    statuses = [first]
    for turn in range(1, 14):
        statuses.append(clients[turn % 2].submit(drill.uuid7(), drill.secret())[0])
        time.sleep(0.5)
    taken = statuses.count(201)
    tally.check("a device's limit counts over all processes",
                10 <= taken <= 11 and statuses[-1] == 429, str(statuses))
    for server in servers:
        server.stop()


class Writer(threading.Thread):
    """Sends reports through the balancer; each again until it is acknowledged."""

    def __init__(self, port):
        super().__init__()
        self.port = port
        self.acknowledged = []
        self.again = 0
        self.other = []
        self.going = True

    def send(self, report, follow):
        try:
            status, answer = drill.Client(self.port, 10).submit(report, follow)
        except (OSError, http.client.HTTPException, json.JSONDecodeError):
            return None  # the process died with it, or the balancer had none
        if status not in (201, 502, 503, 504):
            self.other.append((status, answer))
        return status

    def run(self):
        while self.going:
            report, follow = drill.uuid7(), drill.secret()
            while self.send(report, follow) != 201:
                self.again += 1
                time.sleep(0.02)
            self.acknowledged.append((report, follow))


def killed(tally, folder, servers, uri):
    process, port = balancer(folder, [server.port for server in servers])
    writers = [Writer(port) for _ in range(WRITERS)]
    for writer in writers:
        writer.start()
    time.sleep(2)
    servers[0].kill()
    time.sleep(2)
    for writer in writers:
        writer.going = False
    for writer in writers:
        writer.join()
    acknowledged = [one for writer in writers for one in writer.acknowledged]
    other = [one for writer in writers for one in writer.other]
    again = sum(writer.again for writer in writers)
    tally.check("a process killed under load: nobody is told anything but to come again",
                acknowledged and not other,
                f"{len(acknowledged)} acknowledged, {again} sent again, others: {other[:2]}")
    client = drill.Client(servers[1].port)
    lost = [report for report, follow in acknowledged if client.report(report, follow)[0] != 200]
    tally.check("every acknowledged report is there", not lost, f"{len(lost)} lost")
    rows = int(psql("SELECT count(*) FROM report", uri))
    events = int(psql("SELECT count(*) FROM event WHERE action = 'submit'", uri))
    tally.check("each once", rows == events, f"{rows} reports, {events} submissions")
    process.terminate()
    process.wait(10)


def notices(tally, data, uri):
    """What the killed process had claimed goes out when its lease has ended."""
    waiting = "SELECT count(*) FROM outbox WHERE sent_at IS NULL AND failed_at IS NULL" \
              " AND not_before <= extract(epoch FROM now()) * 1000"
    took = wait_for(lambda: psql(waiting, uri) == "0", LEASE_S + 240)
    tally.check("no notice is forgotten", took is not None, f"{psql(waiting, uri)} wait")
    sent = collections.Counter()
    for line in open(data.with_suffix(".log"), encoding="utf-8", errors="replace"):
        if '"event":"notice.sent"' in line:
            sent[re.search(r'"id":"(\d+)"', line).group(1)] += 1
    twice = [key for key, times in sent.items() if times > 1]
    tally.check("and none is sent twice by two processes", not twice,
                f"{len(sent)} sent, twice: {twice[:3]}")


def main(tally, folder):
    data = folder / "data"
    psql("CREATE DATABASE many")
    uri = re.sub(r"///\w+", "///many", SERVER)
    status, out, err = drill.camaug("init", "--data", data, "--database", uri, "--demo",
                                    "--reports", 30, "--seed", 7)
    if status != 0:
        raise RuntimeError(out + err)
    limits(tally, data, uri)
    servers = [drill.Server(data, "--database", uri) for _ in range(3)]
    together(tally, servers)
    killed(tally, folder, servers, uri)
    notices(tally, data, uri)
    for server in servers[1:]:
        server.stop()
    whole, text = drill.verify(data, "--database", uri)
    tally.check("the record is whole after all of it", whole, text[-200:])


if __name__ == "__main__":
    counted = drill.Tally()
    drill.run(counted, main)
