"""Where a province lies in a drill: in a file, or on a durable PostgreSQL server of the drill's own
that can be stopped, started with a library preloaded, and asked (its user must be let through to
the folder)."""
import os
import shutil
import subprocess
from pathlib import Path

import drill


def preloadable(source, folder):
    """A C file as a library to preload."""
    library = folder / (Path(source).stem + ".so")
    subprocess.run(["cc", "-O2", "-shared", "-fPIC", "-o", library, drill.ROOT / source, "-ldl"],
                   check=True)
    library.chmod(0o755)
    return library


class File:
    """The embedded database."""

    engine = "sqlite"

    def __init__(self, folder):
        self.data = folder / "file"
        self.at = ()
        drill.init(self.data)

    def serve(self, env=None):
        return drill.Server(self.data, *self.at, env=env)

    def verify(self):
        return drill.verify(self.data, *self.at)


class Server(File):
    """A PostgreSQL server, durable; the files of its log are small, for a small disk."""

    engine = "postgres"

    def __init__(self, folder):
        self.bin = sorted(Path("/usr/lib/postgresql").glob("*/bin"))[-1]
        self.as_user = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
        self.home = folder / "pg"
        self.home.mkdir()
        if self.as_user:
            shutil.chown(self.home, "postgres")
        self.url = f"postgresql:///postgres?host={self.home}&user=camaug"
        self.at = ("--database", self.url)
        self.data = folder / "server"
        self._run("initdb", "-D", self.home / "data", "-U", "camaug", "--auth=trust",
                  "--locale=C.UTF-8", "-E", "UTF8", "--wal-segsize=1")
        self.start()
        status, out, err = drill.camaug("init", "--data", self.data, *self.at, "--profile",
                                        drill.ROOT / "profiles/ca-mau")
        if status != 0:
            raise RuntimeError(f"init ended with {status}: {out}{err}")

    def _run(self, program, *arguments, env=()):
        return subprocess.run([*self.as_user, "env", *env, self.bin / program,
                               *map(str, arguments)], cwd="/", check=True,
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def start(self, preload=None):
        options = (f"-c listen_addresses='' -c unix_socket_directories={self.home}"
                   " -c min_wal_size=4MB -c max_wal_size=16MB -c shared_buffers=32MB"
                   " -c restart_after_crash=on")
        self._run("pg_ctl", "-D", self.home / "data", "-w", "-l", self.home / "log", "-o", options,
                  "start", env=[f"LD_PRELOAD={preload}"] if preload else ())

    def pid(self):
        return int((self.home / "data/postmaster.pid").read_text().split()[0])

    def is_running(self):
        try:
            self.ask("SELECT 1")
            return True
        except subprocess.CalledProcessError:
            return False

    def stop(self, how="fast"):
        self._run("pg_ctl", "-D", self.home / "data", "-m", how, "-w", "stop")

    def ask(self, sql):
        return subprocess.run(["psql", "-XAtq", self.url, "-c", sql], check=True,
                              capture_output=True, text=True).stdout.strip()
