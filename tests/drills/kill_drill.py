"""Kills the server in the middle of 64 concurrent submissions, five times over on one data
directory: what was acknowledged must be there afterwards, and the record whole."""
import threading
import time

import drill

ROUNDS = 5
CLIENTS = 64
SECONDS_BEFORE_THE_KILL = 1.0


def storm(port, acknowledged, sent, stop):
    """One client: submits until the connection breaks."""
    client = drill.Client(port, 10)
    while not stop.is_set():
        report, follow = drill.uuid7(), drill.secret()
        sent.append((report, follow))
        try:
            status, answer = client.submit(report, follow)
        except Exception:
            return
        if status == 201:
            acknowledged.append((report, follow, answer["code"]))
        else:
            time.sleep(0.01)


def one_round(tally, data, number, before):
    server = drill.Server(data)
    acknowledged, sent, stop = [], [], threading.Event()
    threads = [threading.Thread(target=storm, args=(server.port, acknowledged, sent, stop))
               for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    time.sleep(SECONDS_BEFORE_THE_KILL)
    server.kill()
    stop.set()
    for thread in threads:
        thread.join()
    enough = len(acknowledged) >= CLIENTS and len(sent) > len(acknowledged)
    tally.check(f"round {number}: killed while submissions were under way", enough,
                f"{len(sent)} sent, {len(acknowledged)} acknowledged")
    whole, text = drill.verify(data)
    tally.check(f"round {number}: the record is whole before the restart", whole,
                text.splitlines()[0] if text else "")
    server = drill.Server(data)
    client = drill.Client(server.port)
    lost = [report for report, follow, code in acknowledged
            if client.report(report, follow)[1].get("code") != code]
    tally.check(f"round {number}: every acknowledged report is there", not lost,
                f"{len(lost)} of {len(acknowledged)} lost" if lost else "")
    # The clients that heard nothing send again: one report each, the first one's code.
    heard = {report for report, _, _ in acknowledged}
    again = [pair for pair in sent if pair[0] not in heard]
    codes = set()
    for report, follow in again:
        first, one = client.submit(report, follow)
        second, two = client.submit(report, follow)
        if (first, second) == (201, 201) and one["code"] == two["code"]:
            codes.add(one["code"])
    tally.check(f"round {number}: what was not acknowledged is sent again, one report each",
                len(codes) == len(again), f"{len(again)} sent again")
    tally.check(f"round {number}: the server stops in order", server.stop() == 0)
    before += len(sent)
    whole, text = drill.verify(data)
    tally.check(f"round {number}: the record is whole, {before} reports",
                whole and f" {before} reports" in text, text.splitlines()[-1] if text else "")
    return before


def main(tally, folder):
    data = folder / "data"
    drill.init(data)
    reports = 0
    for number in range(1, ROUNDS + 1):
        reports = one_round(tally, data, number, reports)


if __name__ == "__main__":
    drill.run(drill.Tally(), main)
