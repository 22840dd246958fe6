"""What a start says when it cannot be: a port in use, a folder that cannot be written, a database
that is broken, no data at all. Each must be a plain line and status 1, and must change nothing."""
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "drills"))
import drill  # noqa: E402

# Root may write everywhere; without its capabilities it may not.
POWERLESS = ("setpriv", "--inh-caps=-all", "--bounding-set=-all")


def plain(text):
    """One short message and no trace of a crash."""
    said = [line for line in text.splitlines() if line.startswith("camaug: ")]
    broken = any(word in text for word in ("terminate called", "Segmentation", "core dumped"))
    return len(said) == 1 and not broken


def refused(tally, what, words, data, *arguments, prefix=()):
    try:
        status, out, err = drill.camaug("serve", "--data", data, "--port", "0", *arguments,
                                        prefix=prefix, limit_s=20)
    except subprocess.TimeoutExpired:
        tally.check(f"{what}: refuses to start", False, "it served")
        return
    said = " ".join(line for line in err.splitlines() if line.startswith("camaug: "))
    tally.check(f"{what}: a plain line and status 1",
                status == 1 and plain(err) and all(word in said for word in words),
                f"status {status}, {said or (out + err).strip()[-200:]}")


def port_in_use(tally, data):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        refused(tally, "port in use", [port], data, "--port", port)
    server = drill.Server(data)
    port = str(server.port)
    refused(tally, "port of a second server", [port], data, "--port", port)
    tally.check("the first server goes on",
                drill.Client(server.port).ask("GET", "/healthz")[0] == 200)
    server.stop()


def read_only(tally, data, folder):
    copy = folder / "read-only"
    shutil.copytree(data, copy)
    prefix = POWERLESS if os.geteuid() == 0 else ()
    for path in [*copy.rglob("*"), copy]:
        path.chmod(0o500 if path.is_dir() else 0o400)
    refused(tally, "read-only data directory", [str(copy)], copy, prefix=prefix)
    status, _, err = drill.camaug("init", "--data", copy / "new", "--profile",
                                  drill.ROOT / "profiles/ca-mau", prefix=prefix)
    tally.check("init in a read-only folder: a plain line and status 1",
                status == 1 and plain(err), err.strip())
    for path in [copy, *copy.rglob("*")]:
        path.chmod(0o700)


def corrupt(tally, data, folder):
    def damaged(name, damage):
        copy = folder / name
        shutil.copytree(data, copy)
        for extra in ("-wal", "-shm"):
            Path(f"{drill.database(copy)}{extra}").unlink(missing_ok=True)
        with open(drill.database(copy), "r+b") as file:
            damage(file)
        return copy

    def noise(file):
        file.write(b"this is no database " * 200)

    def holes(file):
        size = file.seek(0, 2)
        for page in range(1, size // 4096):
            file.seek(page * 4096)
            file.write(b"\xff" * 2048)

    def cut(file):
        file.truncate(file.seek(0, 2) // 2)

    for name, damage in (("noise", noise), ("holes", holes), ("cut", cut)):
        copy = damaged(name, damage)
        refused(tally, f"corrupt database ({name})", [drill.DATABASE], copy)
        whole, text = drill.verify(copy)
        tally.check(f"verify of the corrupt database ({name}) says so",
                    not whole and "BREAK" in text and plain("camaug: " + text), text.strip()[:160])


def main(tally, folder):
    data = folder / "data"
    drill.init(data)
    server = drill.Server(data)
    drill.Client(server.port).submit(drill.uuid7(), drill.secret())
    server.stop()
    refused(tally, "no data directory", [str(folder / "nowhere")], folder / "nowhere")
    tally.check("the folder was not made", not (folder / "nowhere").exists())
    port_in_use(tally, data)
    read_only(tally, data, folder)
    corrupt(tally, data, folder)
    whole, text = drill.verify(data)
    tally.check("the record is whole after all of it", whole, text.splitlines()[-1])


if __name__ == "__main__":
    drill.run(drill.Tally(), main)
