"""The program with its media in a bucket: photo and video in and out, an object deleted behind its
back, the S3 server gone and back, media moved from folder to bucket and back. What was acknowledged
must be there afterwards; what could not be kept must have been refused with a time to try again."""
import hashlib
import os
import secrets
import struct
import subprocess
import sys
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "drills"))
import drill  # noqa: E402

CONTROL = os.environ["CAMAUG_TEST_S3_CONTROL"]
OBJECTS = Path(CONTROL).parent / "objects" / "camaug-test"
BUCKET = ("--media", "s3://camaug-test/province/media", "--media-endpoint",
          os.environ["CAMAUG_TEST_S3"])
PHOTO = (drill.ROOT / "tests/data/media/pothole.jpg").read_bytes()
VIDEO_MB = 40


def long_video():
    """A short film with a long box that players skip."""
    film = (drill.ROOT / "tests/data/media/road.mp4").read_bytes()
    rest = secrets.token_bytes(VIDEO_MB << 20)
    return film + struct.pack(">I4s", len(rest) + 8, b"free") + rest


def sha256(data):
    return hashlib.sha256(data).hexdigest()


class Media(drill.Client):
    def send(self, upload, follow, content, kind="image/jpeg"):
        """(status, Retry-After, decoded answer)"""
        self.connection.request("PUT", f"/api/v1/uploads/{upload}", content,
                                {"X-Requested-By": "drill", "X-Follow-Secret": follow,
                                 "Content-Type": kind})
        answer = self.connection.getresponse()
        return answer.status, answer.headers["Retry-After"], answer.read()

    def fetch(self, link, verb="GET", **headers):
        """(status, headers, body)"""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.connection.request(verb, link, headers=named)
        answer = self.connection.getresponse()
        return answer.status, answer.headers, answer.read()


def objects(pattern):
    return [path for path in OBJECTS.rglob("*") if path.is_file() and pattern in str(path)]


def control(what):
    subprocess.run([CONTROL, what], check=True)


def coordinator(data, port):
    listed = drill.camaug("accounts", "--data", data)[1]
    name, password = next(line.split("  ")[:2] for line in listed.splitlines()
                          if "  coordinator  " in line)
    client = Media(port)
    status, answer = client.sign_in(name, password)
    if status != 200:
        raise RuntimeError(f"no session: {answer}")
    return client


def peak_mb(process):
    text = Path(f"/proc/{process.pid}/status").read_text(encoding="utf-8")
    return int(text.split("VmHWM:")[1].split()[0]) // 1024


def in_and_out(tally, server, data):
    """A report with a photo and a long video; their links as its handler has them."""
    client = Media(server.port)
    report, follow = drill.uuid7(), drill.secret()
    photo, video, film = drill.uuid7(), drill.uuid7(), long_video()
    sent = [client.send(photo, follow, PHOTO)[0], client.send(video, follow, film, "video/mp4")[0]]
    taken = client.submit(report, follow, uploads=[photo, video])
    tally.check("photo and video are taken in", sent == [200, 200] and taken[0] == 201, str(sent))
    tally.check("and lie in the bucket", len(objects(photo)) > 2 and len(objects(video)) > 2)
    left = [path for path in (data / "media").rglob("*")
            if path.is_file() and path.parent.name != "noted"]
    tally.check("nothing of them stays on this disk", not left, str(left[:3]))
    staff = coordinator(data, server.port)
    media = {one["id"]: one for one in staff.ask("GET", f"/api/v1/reports/{report}")[1]["media"]}
    link = media[video]["original"]
    status, headers, body = staff.fetch(link)
    tally.check("the video comes back whole", status == 200 and sha256(body) == sha256(film),
                f"{status}, {len(body)} bytes")
    etag = headers["ETag"]
    first, last = 7_000_000, 7_654_321
    status, headers, body = staff.fetch(link, Range=f"bytes={first}-{last}", If_Range=etag)
    tally.check("and in parts", status == 206 and body == film[first:last + 1]
                and headers["Content-Range"] == f"bytes {first}-{last}/{len(film)}", str(status))
    tally.check("its last bytes", staff.fetch(link, Range="bytes=-9")[2] == film[-9:])
    tally.check("a range behind its end", staff.fetch(link, Range="bytes=99999999999-")[0] == 416)
    tally.check("not again what is known", staff.fetch(link, If_None_Match=etag)[0] == 304)
    status, headers, _ = staff.fetch(link, "HEAD")
    tally.check("HEAD says how long", status == 200 and headers["Content-Length"] == str(len(film)))
    many_at_once(tally, server, link, sha256(film))
    return report, follow, media[photo], media[video]


def many_at_once(tally, server, link, wanted):
    Path(f"/proc/{server.process.pid}/clear_refs").write_text("5", encoding="utf-8")
    before = peak_mb(server.process)
    found = []

    def read():
        found.append(sha256(Media(server.port, 120).fetch(link)[2]))

    readers = [threading.Thread(target=read) for _ in range(6)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    grown = peak_mb(server.process) - before
    tally.check("six read it at once in little memory", found == [wanted] * 6 and grown < 24,
                f"{grown} MB more for {6 * VIDEO_MB} MB")


def deleted(tally, server, report, follow, photo):
    for path in objects(photo["id"]):
        path.unlink()
    client = Media(server.port)
    status, headers, body = client.fetch(photo["thumb"])
    tally.check("an object that is gone: a clear 404",
                status == 404 and b"error.media.file_missing" in body
                and "no-store" in headers["Cache-Control"], f"{status} {body[:80]}")
    status, _, body = client.fetch(photo["url"], Accept="text/html", Accept_Language="vi")
    tally.check("a page for people", status == 404 and "không còn trong kho".encode() in body)
    tally.check("the report is there without it", client.report(report, follow)[0] == 200)


def away(tally, server, data, video):
    client = Media(server.port)
    control("stop")
    upload, report, follow = drill.uuid7(), drill.uuid7(), drill.secret()
    status, later, body = client.send(upload, follow, PHOTO)
    tally.check("an upload is refused with a time to try again",
                status == 503 and later and b"error.media.store_away" in body, f"{status} {later}")
    tally.check("and known to nobody", client.ask(
        "GET", f"/api/v1/uploads/{upload}", headers={"X-Follow-Secret": follow})[0] == 404)
    left = list((data / "media/incoming").iterdir())
    tally.check("nothing half stays behind", not left, str(left))
    began = time.monotonic()
    answers = [client.fetch(video["thumb"]) for _ in range(20)]
    took = time.monotonic() - began
    tally.check("reading is refused likewise, at once", took < 5 and all(
        status == 503 and headers["Retry-After"] for status, headers, _ in answers),
                f"{took:.1f} s for 20")
    taken = client.submit(report, follow, uploads=[upload])
    tally.check("a report is taken, its photo comes later", taken[0] == 201, str(taken[1])[:200])
    metrics = client.fetch("/metrics")[2].decode()
    failures = next(line for line in metrics.splitlines()
                    if line.startswith("camaug_media_store_failures "))
    tally.check("the metrics count it", int(failures.split()[1]) > 0, failures)
    control("start")
    end = time.monotonic() + 20
    while client.send(upload, follow, PHOTO)[0] != 200 and time.monotonic() < end:
        time.sleep(0.2)
    found = client.report(report, follow)[1]["media"]
    tally.check("the phone sends it again and it is attached",
                len(found) == 1 and found[0]["state"] == "ready", str(found)[:200])
    tally.check("what was there before is there again", client.fetch(video["thumb"])[0] == 200)
    log = Path(server.log.name).read_text(encoding="utf-8")
    tally.check("the log says both, and no key",
                "media.store_away" in log and "media.store_back" in log
                and os.environ["CAMAUG_MEDIA_SECRET_KEY"] not in log)


def starts(tally, data):
    at = ("--data", data)
    environment = {name: value for name, value in os.environ.items()
                   if not name.startswith("CAMAUG_MEDIA_")}

    def serve(*more, env=environment):
        done = subprocess.run([str(drill.PROGRAM), "serve", *map(str, at), "--port", "0", *more],
                              cwd=drill.ROOT, capture_output=True, text=True, timeout=30, env=env)
        return done.returncode, done.stderr

    status, err = serve("--media", "s3://camaug-test")
    tally.check("a bucket without its server names the option",
                status == 2 and "media-endpoint" in err, err.strip())
    status, err = serve(*BUCKET)
    tally.check("without keys the start names file and variables",
                status == 1 and "media-bucket" in err and "CAMAUG_MEDIA_SECRET_KEY" in err,
                err.strip())
    wrong = {**os.environ, "CAMAUG_MEDIA_SECRET_KEY": "not-the-secret"}
    status, err = serve(*BUCKET, env=wrong)
    tally.check("wrong keys stop the start", status == 1 and "403" in err
                and "not-the-secret" not in err, err.strip()[-200:])
    control("stop")
    server = drill.Server(data, *BUCKET)
    client = Media(server.port)
    status = client.submit(drill.uuid7(), drill.secret())[0]
    tally.check("a bucket that is away does not", status == 201, str(status))
    server.stop()
    control("start")


def moved(tally, folder, data):
    """From the bucket into a folder, broken off once, and into another bucket."""
    home = folder / "home"
    at = ("--from", data, *(f"--from-{word[2:]}" if word.startswith("--") else word
                            for word in BUCKET))
    status, out, err = drill.camaug("copy", *at, "--to", home)
    tally.check("the province moves into a folder",
                status == 0 and "both are whole" in out, (out + err)[-300:])
    kept = sorted(path for path in (home / "media").rglob("original"))
    tally.check("with the same video", any(path.stat().st_size > VIDEO_MB << 20 for path in kept))
    kept[0].unlink()
    kept[1].write_bytes(b"x" * kept[1].stat().st_size)
    back = ("--to", home, "--to-media", "s3://camaug-test/back", "--to-media-endpoint",
            os.environ["CAMAUG_TEST_S3"])
    status, out, err = drill.camaug("copy", "--from", home, *back)
    tally.check("a photo that is not what its row says is named, a missing one too",
                status == 1 and "BREAK media" in out and "is missing" in out, (out + err)[-300:])
    drill.camaug("copy", *at, "--to", folder / "fresh")
    fresh = ("--to", folder / "fresh", *back[2:])
    status, out, err = drill.camaug("copy", "--from", folder / "fresh", *fresh)
    tally.check("only the media move into a bucket, over what was there",
                status == 0 and "both are whole" in out and "were there" in out,
                (out + err)[-300:])
    again = drill.camaug("copy", "--from", folder / "fresh", *fresh)[1]
    tally.check("a second time there is nothing to do", "media: 0 files copied" in again,
                again[-300:])
    there = (word.replace("--to-", "--") for word in back[2:])
    status, out, err = drill.camaug("verify", "--data", folder / "fresh", *there, "--media-files")
    tally.check("verify reads them there and misses the one that was deleted",
                status == 1 and "2 originals compared, 1 missing" in out, (out + err)[-300:])


def main(tally, folder):
    data = folder / "data"
    drill.init(data, reports=3)
    starts(tally, data)
    server = drill.Server(data, *BUCKET)
    report, follow, photo, video = in_and_out(tally, server, data)
    deleted(tally, server, report, follow, photo)
    away(tally, server, data, video)
    server.stop()
    moved(tally, folder, data)
    tally.check("the record is whole after all of it", drill.verify(data)[0])


if __name__ == "__main__":
    counted = drill.Tally()
    drill.run(counted, main)
