"""Fills the disk under a running server: intake must answer 503 error.disk_full, reading must go
on, nothing acknowledged may be lost, and the service must come back when there is room again.
Runs inside a mount namespace (full_disk.sh), on a small tmpfs."""
import os
import shutil
import subprocess
import time

import drill

DISK_MIB = 96


def fill(path, leave_bytes=0):
    """Writes until the disk has only `leave_bytes` left."""
    with open(path, "wb", buffering=0) as file:
        block = b"\0" * 65536
        try:
            while True:
                file.write(block)
        except OSError:
            pass
        try:
            while True:
                file.write(b"\0" * 512)
        except OSError:
            pass
        if leave_bytes:
            file.truncate(max(0, file.tell() - leave_bytes))


def submit(client, kept):
    report, follow = drill.uuid7(), drill.secret()
    status, answer = client.submit(report, follow, "Ổ gà " * 300)
    if status == 201:
        kept.append((report, follow, answer["code"]))
    return status, answer, report, follow


def until_full(client, kept):
    """Submits until one is refused: (status, answer, its id, its secret)."""
    for _ in range(20_000):
        status, answer, report, follow = submit(client, kept)
        if status != 201:
            return status, answer, report, follow
    raise RuntimeError("the disk did not become full")


def readable(client, kept):
    return all(client.report(report, follow)[1].get("code") == code
               for report, follow, code in kept[-50:])


def main(tally, folder):
    disk = folder / "disk"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK_MIB}m", "tmpfs", disk], check=True)
    try:
        drill_on(tally, disk)
    finally:
        subprocess.run(["umount", "-l", disk], check=False)


def drill_on(tally, disk):
    data, ballast = disk / "data", disk / "ballast"
    drill.init(data)
    server = drill.Server(data)
    client, kept = drill.Client(server.port), []
    for _ in range(20):
        submit(client, kept)
    tally.check("reports are taken while there is room", len(kept) == 20)
    for number, room in enumerate((0, 300_000), 1):
        fill(ballast, room)
        taken = len(kept)
        status, answer, report, follow = until_full(client, kept)
        tally.check(f"full disk, time {number}: 503 error.disk_full",
                    status == 503 and answer.get("key") == "error.disk_full",
                    f"{status} {answer.get('key')} after {len(kept) - taken} more")
        again = [submit(client, kept)[0] for _ in range(5)]
        tally.check(f"full disk, time {number}: it stays a clear answer",
                    all(status == 503 for status in again), str(again))
        tally.check(f"full disk, time {number}: what was acknowledged can be read",
                    readable(client, kept))
        photo, _ = client.ask("PUT", f"/api/v1/uploads/{drill.uuid7()}", {"no": "photo"},
                              {"X-Follow-Secret": drill.secret()})
        tally.check(f"full disk, time {number}: an upload is refused, not half kept",
                    400 <= photo < 600 and photo != 500, str(photo))
        ballast.unlink()
        status, answer = client.submit(report, follow, "Ổ gà " * 300)
        for _ in range(50):
            if status == 201:
                break
            time.sleep(0.1)
            status, answer = client.submit(report, follow, "Ổ gà " * 300)
        tally.check(f"room again, time {number}: the refused report is taken", status == 201)
        if status == 201:
            kept.append((report, follow, answer["code"]))
    fill(ballast)
    server.kill()
    ballast.unlink()
    whole, text = drill.verify(data)
    tally.check("killed on a full disk: the record is whole", whole, text.splitlines()[0])
    server = drill.Server(data)
    client = drill.Client(server.port)
    lost = [code for report, follow, code in kept
            if client.report(report, follow)[1].get("code") != code]
    tally.check("every acknowledged report is there", not lost, f"{len(kept)} acknowledged")
    tally.check("the server takes reports again", submit(client, kept)[0] == 201)
    fill(ballast)
    server.stop()
    status, _, err = drill.camaug("init", "--data", disk / "new", "--profile",
                                  drill.ROOT / "profiles/ca-mau")
    tally.check("init on a full disk: a plain line and status 1",
                status == 1 and "camaug: " in err and "terminate" not in err, err.strip()[:200])
    shutil.rmtree(disk / "new", ignore_errors=True)
    os.unlink(ballast)
    whole, text = drill.verify(data)
    tally.check("the record is whole in the end", whole and f" {len(kept)} reports" in text,
                text.splitlines()[0])


if __name__ == "__main__":
    drill.run(drill.Tally(), main)
