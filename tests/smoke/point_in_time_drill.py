"""A base backup and an archive of the write-ahead log bring a server's province back to a moment
between two reports. Uses clusters of its own in a temporary folder, as PostgreSQL's user."""
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "drills"))
import drill  # noqa: E402

BIN = sorted(Path("/usr/lib/postgresql").glob("*/bin"))[-1]
AS = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []


def pg(program, *arguments):
    subprocess.run([*AS, BIN / program, *map(str, arguments)], check=True, cwd="/",
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


class Cluster:
    def __init__(self, folder, name):
        self.folder, self.data = folder, folder / name
        self.url = f"postgresql:///postgres?host={folder}&user=camaug"

    def start(self):
        pg("pg_ctl", "-D", self.data, "-w", "-t", "60", "-l", f"{self.data}.log", "-o",
           f"-c listen_addresses='' -c unix_socket_directories={self.folder}", "start")

    def stop(self, how="fast"):
        pg("pg_ctl", "-D", self.data, "-m", how, "-w", "stop")

    def sql(self, text):
        return subprocess.run(["psql", "-XAtq", self.url, "-c", text], check=True,
                              capture_output=True, text=True).stdout.strip()

    def configure(self, **settings):
        lines = "".join(f"{name} = '{value}'\n" for name, value in settings.items())
        subprocess.run([*AS, "tee", "-a", self.data / "postgresql.auto.conf"], input=lines,
                       text=True, check=True, stdout=subprocess.DEVNULL)


def submitted(client):
    report, follow = drill.uuid7(), drill.secret()
    status, answer = client.submit(report, follow)
    if status != 201:
        raise RuntimeError(f"submit: {status} {answer}")
    return report, follow


def main(tally, folder):
    home = folder / "pg"
    home.mkdir()
    folder.chmod(0o755)
    (home / "wal").mkdir()
    if AS:
        for path in (home, home / "wal"):
            shutil.chown(path, "postgres")
    first = Cluster(home, "first")
    pg("initdb", "-D", first.data, "-U", "camaug", "--auth=trust", "--locale=C.UTF-8", "-E", "UTF8")
    first.configure(archive_mode="on",
                    archive_command=f"test ! -f {home}/wal/%f && cp %p {home}/wal/%f")
    first.start()
    data = folder / "province"
    place = ("--database", first.url)
    status, out, err = drill.camaug("init", "--data", data, *place)
    tally.check("a province on a server that archives", status == 0, (out + err).strip()[-80:])
    server = drill.Server(data, *place)
    client = drill.Client(server.port)
    before = [submitted(client) for _ in range(20)]
    pg("pg_basebackup", "-d", first.url, "-D", home / "base", "-X", "none", "-c", "fast",
       "--no-password")
    pg("pg_verifybackup", "-n", home / "base")
    tally.check("a base backup, verified", True)
    wanted = [submitted(client) for _ in range(20)]
    moment = first.sql("SELECT clock_timestamp()")
    time.sleep(0.05)
    later = [submitted(client) for _ in range(20)]
    first.sql("SELECT pg_switch_wal()")
    first.sql("CHECKPOINT")
    server.stop()
    first.stop()
    shutil.rmtree(first.data)
    second = Cluster(home, "base")
    second.configure(restore_command=f"cp {home}/wal/%f %p", recovery_target_time=moment,
                     recovery_target_action="promote", archive_mode="off")
    subprocess.run([*AS, "touch", second.data / "recovery.signal"], check=True)
    second.start()
    for _ in range(100):
        if second.sql("SELECT pg_is_in_recovery()") == "f":
            break
        time.sleep(0.1)
    status, out, err = drill.camaug("verify", "--data", data, *place)
    tally.check("the record is whole", status == 0, (out + err).strip()[-60:])
    server = drill.Server(data, *place)
    client = drill.Client(server.port)
    asked = {name: sum(client.report(*one)[0] == 200 for one in reports)
             for name, reports in (("before", before), ("wanted", wanted), ("later", later))}
    tally.check("to the very moment: what came until then and nothing after",
                asked == {"before": 20, "wanted": 20, "later": 0}, str(asked))
    tally.check("and it takes new reports", bool(submitted(client)))
    server.stop()
    second.stop("immediate")


if __name__ == "__main__":
    drill.run(drill.Tally(), main)
