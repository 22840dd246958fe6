"""Thousands of idle live clients in one process: what each costs the server, and how long one event
takes to reach all of them. Counts only what really arrived."""
import resource
import select
import socket
import time
import uuid

from measure import memory_kib

EVENT = b"event: report"
LIMIT_S = 60


def connect(port, cookie):
    client = socket.create_connection(("127.0.0.1", port))
    client.sendall(f"GET /api/v1/events HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {cookie}\r\n"
                   "Accept: text/event-stream\r\n\r\n".encode())
    return client


def wait_for(poll, clients, mark, each):
    """Reads until `mark` was seen on every client; calls each(seconds since the call)."""
    missing = {client.fileno(): b"" for client in clients}
    sockets = {client.fileno(): client for client in clients}
    end = time.monotonic() + LIMIT_S
    while missing and time.monotonic() < end:
        for number, _ in poll.poll(1):
            seen = missing.get(number)
            got = sockets[number].recv(4096)
            if seen is None:
                continue
            seen = seen[-64:] + got
            if mark in seen:
                each(time.monotonic())
                del missing[number]
            else:
                missing[number] = seen
    if missing:
        raise RuntimeError(f"{len(missing)} of {len(clients)} clients did not get {mark!r}")


def measure(server, cookie, count):
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    report_id = str(uuid.uuid4())
    poll = select.epoll()
    warm = connect(server.port, cookie)  # what the first client costs is no part of each
    time.sleep(0.5)
    before = memory_kib(server.pid)
    clients = []
    for start in range(0, count, 250):
        some = [connect(server.port, cookie) for _ in range(min(250, count - start))]
        for client in some:
            poll.register(client.fileno(), select.EPOLLIN)
        wait_for(poll, some, b"retry: 3000\n\n", lambda _: None)
        clients += some
    time.sleep(1)
    kib = (memory_kib(server.pid) - before) / count
    now = f"{int(time.time() * 1000):012x}"
    report_id = f"{now[:8]}-{now[8:]}-7{report_id[15:18]}-8{report_id[20:]}"
    body = {"id": report_id, "tile": "roads", "text": "Ổ gà to giữa đường", "lat7": 92222700,
            "lon7": 1051786500}
    arrived = []
    sent = time.monotonic()
    server.ask("POST", "/api/v1/reports", body, {"X-Follow-Secret": "A" * 22})
    wait_for(poll, clients, EVENT, arrived.append)
    arrived = sorted((at - sent) * 1000 for at in arrived)
    for client in [warm, *clients]:
        client.close()
    return {"kib": kib, "first_ms": arrived[0], "p50_ms": arrived[len(arrived) // 2],
            "last_ms": arrived[-1]}
