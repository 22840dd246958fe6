"""Two coordinators hide different parts of the same photo at the same moment, again and again: one
of them wins, and what is shown then is what the winner hid, not what the other one did."""
import sys
import threading
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "drills"))
import drill  # noqa: E402
import tamper_rows  # noqa: E402

ROUNDS = 8
HALVES = ({"x": 0, "y": 0, "w": 5000, "h": 10000}, {"x": 5000, "y": 0, "w": 5000, "h": 10000})


def published(server, coordinator):
    """A published report with the photo: its id, that of the photo."""
    sender, follow = drill.Client(server.port), drill.secret()
    report, photo = drill.uuid7(), drill.uuid7()
    tamper_rows.must(sender.ask("PUT", f"/api/v1/uploads/{photo}", tamper_rows.PHOTO.read_bytes(),
                                {"X-Follow-Secret": follow}))
    tamper_rows.must(sender.submit(report, follow, uploads=[photo]))
    tamper_rows.must(coordinator.act(report, "dispatch", {"lead": "so_xd"}))
    tamper_rows.must(coordinator.act(report, "publish", {"text": "Ổ gà", "media": [photo]}))
    return report, photo


def redact(client, report, photo, half):
    return client.act(report, "redact", {"media": [{"id": photo, "rectangles": [half]}]})


def shown(server, photo):
    client = drill.Client(server.port)
    client.connection.request("GET", f"/media/{photo}/public")
    answer = client.connection.getresponse()
    return answer.status, answer.read()


def race(clients, report, photo):
    """The answers of both."""
    answers = [None, None]

    def one(place):
        answers[place] = redact(clients[place], report, photo, HALVES[place])[0]

    threads = [threading.Thread(target=one, args=(place,)) for place in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def main(tally, folder):
    data = folder / "data"
    drill.init(data, reports=8)
    server = drill.Server(data)
    clients = [tamper_rows.signed_in(server, data, "coordinator")[0] for _ in range(2)]
    alone = []
    for half in HALVES:
        report, photo = published(server, clients[0])
        tamper_rows.must(redact(clients[0], report, photo, half))
        alone.append(shown(server, photo)[1])
    tally.check("each half hides something else", len(alone[0]) > 500 and alone[0] != alone[1])
    wrong, met = [], 0
    for _ in range(ROUNDS):
        report, photo = published(server, clients[0])
        answers = race(clients, report, photo)
        status, picture = shown(server, photo)
        winners = [place for place in (0, 1) if answers[place] == 200]
        # Both may win, one after the other: then both halves are hidden.
        if status != 200 or not winners or (len(winners) == 1 and picture != alone[winners[0]]):
            wrong.append((answers, status))
        met += len(winners) == 1
    tally.check("what is shown is what the winner hid", not wrong,
                f"{met} of {ROUNDS} met, wrong: {wrong[:3]}")
    server.stop()
    whole, text = drill.verify(data)
    tally.check("the record is whole", whole, text.strip().splitlines()[-1])


if __name__ == "__main__":
    drill.run(drill.Tally(), main)
