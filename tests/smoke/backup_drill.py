"""Backup under writes, destruction, restore, verification and service, on the file and on a server.
What was acknowledged before the backup began must be there, whole; a damaged backup must be named
and never restored."""
import os
import re
import shutil
import subprocess
import sys
import threading
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "drills"))
import drill  # noqa: E402

SERVER = os.environ["CAMAUG_TEST_POSTGRES"]
PHOTO = drill.ROOT / "tests/data/media/pothole.jpg"


class Writer(threading.Thread):
    """Sends reports until told to stop."""

    def __init__(self, port):
        super().__init__()
        self.port, self.sent, self.wrong, self.going = port, [], [], True

    def run(self):
        client = drill.Client(self.port)
        while self.going:
            report, follow = drill.uuid7(), drill.secret()
            status, answer = client.submit(report, follow, phone="0912345678")
            if status == 201:
                self.sent.append((report, follow))
            else:
                self.wrong.append((status, answer))


def with_photo(client):
    """A report with a photo: its id, secret, the photo's id."""
    follow, report, photo = drill.secret(), drill.uuid7(), drill.uuid7()
    status, answer = client.ask("PUT", f"/api/v1/uploads/{photo}", PHOTO.read_bytes(),
                                {"X-Follow-Secret": follow})
    if status not in (200, 201):
        raise RuntimeError(f"upload: {status} {answer}")
    status, answer = client.submit(report, follow, uploads=[photo], name="Người Mẫu",
                                   phone="0912345678")
    if status != 201:
        raise RuntimeError(f"submit: {status} {answer}")
    return report, follow, photo


def under_writes(tally, server, back_up):
    """Runs back_up while four send; gives those acknowledged before it began."""
    writers = [Writer(server.port) for _ in range(4)]
    for writer in writers:
        writer.start()
    while min(len(writer.sent) for writer in writers) < 20:
        pass
    before = [one for writer in writers for one in list(writer.sent)]
    status, out, err = back_up()
    meanwhile = sum(len(writer.sent) for writer in writers) - len(before)
    for writer in writers:
        writer.going = False
    for writer in writers:
        writer.join()
    wrong = [one for writer in writers for one in writer.wrong]
    tally.check("a backup while four send", status == 0 and not wrong,
                f"{len(before)} before, {meanwhile} meanwhile {err.strip()} {wrong[:1]}")
    tally.check("it says how far it goes", "camaug: set " in out and "head " in out, out.strip())
    return before


def destroyed(tally, data, backup, keys, target, place):
    status, out, err = drill.camaug("restore", "--from", backup, "--keys", keys, "--data", target,
                                    *place)
    tally.check("restored into an empty place",
                status == 0 and "restored and whole" in out, (out + err).strip()[-200:])
    again = drill.camaug("restore", "--from", backup, "--keys", keys, "--data", target, *place)
    tally.check("and not over what is there", again[0] == 1, again[2].strip())


def serves(tally, target, place, before, photo):
    server = drill.Server(target, *place)
    client = drill.Client(server.port)
    lost = [report for report, follow in before if client.report(report, follow)[0] != 200]
    tally.check("every report from before is served", not lost,
                f"{len(before)} asked, {len(lost)} lost")
    report, follow, upload = photo
    status, answer = client.report(report, follow)
    tally.check("with its photo", status == 200 and upload in str(answer), str(answer)[:80])
    url = re.search(r"/media/[^\"' ]+", str(answer))
    client.connection.request("GET", url.group(0) if url else "/none")
    got = client.connection.getresponse()
    tally.check("which can be seen", got.status == 200 and len(got.read()) > 500, str(got.status))
    status, _ = client.submit(drill.uuid7(), drill.secret())
    tally.check("and new ones are taken", status == 201)
    server.stop()


def damaged(tally, folder, backup, keys):
    """Each damage is named; nothing damaged is restored."""
    def look(what, change, words):
        copy = folder / "damaged"
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(backup, copy)
        change(copy)
        status, out, err = drill.camaug("backup", "verify", "--from", copy, "--keys", keys)
        said = out + err
        tally.check(f"{what}: named", status == 1 and words in said, said.strip()[-120:])
        status, _, _ = drill.camaug("restore", "--from", copy, "--keys", keys, "--data",
                                    folder / "never")
        tally.check(f"{what}: not restored",
                    status == 1 and not (folder / "never/camaug.sqlite").exists())

    def newest(copy):
        return max((copy / "sets").iterdir())

    def flip(path):
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        path.write_bytes(content)

    look("a bit of the database", lambda copy: flip(newest(copy) / "camaug.sqlite"),
         "the database is not what was kept")
    look("a bit of a photo", lambda copy: flip(next((copy / "media").rglob("original"))),
         "is not what was kept")
    look("a photo that is gone", lambda copy: next((copy / "media").rglob("original")).unlink(),
         "is missing")
    copy = folder / "damaged"
    target = folder / "all-but-one"
    status, out, err = drill.camaug("restore", "--from", copy, "--keys", keys, "--data", target,
                                    "--leave-damaged")
    tally.check("all but the photo is restored when told so",
                status == 0 and "1 left out" in out and "restored and whole" in out,
                (out + err).strip()[-160:])
    look("half a manifest", lambda copy: (newest(copy) / "manifest.json").write_text("{\"form\""),
         "manifest.json")


def on_the_file(tally, folder):
    data, backup = folder / "province", folder / "backup"
    drill.init(data, 60)
    server = drill.Server(data)
    photo = with_photo(drill.Client(server.port))
    before = under_writes(tally, server,
                          lambda: drill.camaug("backup", "--data", data, "--to", backup))
    _, out, _ = drill.camaug("backup", "--data", data, "--to", backup)
    tally.check("the next one brings no photo again", "media: 0 files brought" in out, out.strip())
    server.stop()
    tally.check("no key is in it", not list(backup.rglob("*.key")))
    keys = folder / "master.key"
    shutil.copy(data / "keys/master.key", keys)
    status, out, err = drill.camaug("backup", "verify", "--from", backup, "--keys", keys)
    tally.check("it is whole", status == 0 and "the backup is whole" in out, (out + err)[-200:])
    damaged(tally, folder, backup, keys)
    shutil.rmtree(data)
    destroyed(tally, data, backup, keys, folder / "restored", ())
    serves(tally, folder / "restored", (), before, photo)
    status, out, _ = drill.camaug("backup", "--data", folder / "restored", "--to", backup,
                                  "--keep", "1")
    tally.check("--keep removes older sets", status == 0 and len(list(
        (backup / "sets").iterdir())) == 1, out.strip())
    status, out, _ = drill.camaug("backup", "verify", "--from", backup, "--keys", keys)
    tally.check("and leaves the newest whole", status == 0, out.strip()[-80:])
    return backup, keys, before, photo


def psql(sql):
    subprocess.run(["psql", "-XAtq", SERVER, "-c", sql], check=True, capture_output=True)


def on_a_server(tally, folder):
    psql("CREATE DATABASE backed")
    psql("CREATE DATABASE restored")
    place = ("--database", re.sub(r"///\w+", "///backed", SERVER))
    other = ("--database", re.sub(r"///\w+", "///restored", SERVER))
    data, backup = folder / "on-server", folder / "backup-server"
    status, out, err = drill.camaug("init", "--data", data, *place)
    tally.check("a province on a server", status == 0, (out + err).strip()[-100:])
    server = drill.Server(data, *place)
    photo = with_photo(drill.Client(server.port))
    before = under_writes(tally, server, lambda: drill.camaug("backup", "--data", data, *place,
                                                              "--to", backup))
    server.stop()
    keys = folder / "server.key"
    shutil.move(data / "keys/master.key", keys)
    destroyed(tally, data, backup, keys, folder / "server-restored", other)
    serves(tally, folder / "server-restored", other, before, photo)
    destroyed(tally, data, backup, keys, folder / "file-restored", ())
    serves(tally, folder / "file-restored", (), before, photo)


def main(tally, folder):
    on_the_file(tally, folder)
    on_a_server(tally, folder)


if __name__ == "__main__":
    drill.run(drill.Tally(), main)
