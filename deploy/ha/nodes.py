"""Three database nodes on loopback (etcd, Patroni and PostgreSQL each), as processes that can be
killed, frozen and started again. Must never signal a process that is not of its own folder."""
import json
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

import render

HOST = "127.0.0.1"
START_LIMIT_S = 120


def free_ports(count):
    """Ports that nobody has now: held together, so that none is given twice."""
    held = [socket.socket() for _ in range(count)]
    for one in held:
        one.bind((HOST, 0))
    ports = [one.getsockname()[1] for one in held]
    for one in held:
        one.close()
    return ports


def wait_for(condition, limit_s, what):
    """Seconds until it holds; throws when it never does."""
    start = time.monotonic()
    while time.monotonic() - start < limit_s:
        if condition():
            return time.monotonic() - start
        time.sleep(0.05)
    raise RuntimeError(f"not within {limit_s} s: {what}")


def bin_dir():
    """Of the newest PostgreSQL that is installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"),
                   key=lambda path: int(path.parent.parent.name))
    if not found:
        raise RuntimeError("no initdb found: tools/packages.sh ha")
    return str(found[-1].parent)


def environment_of(path):
    """The variables of a file NAME="value", as systemd reads it."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines()
             if line and not line.startswith("#")]
    return {name: value.strip('"') for name, value in (line.split("=", 1) for line in lines)}


class Node:
    def __init__(self, described, folder, owner):
        self.name = described["name"]
        self.described = described
        self.folder = folder
        self.owner = owner
        self.etcd = self.patroni = None

    def _spawn(self, command, log, environment=None):
        with open(self.folder / log, "ab") as out:
            return subprocess.Popen(command, cwd=self.folder, stdin=subprocess.DEVNULL, stdout=out,
                                    stderr=out, env={**os.environ, **(environment or {})},
                                    start_new_session=True, **self.owner)

    def start(self):
        """Like systemd after the machine has started: etcd and Patroni, and nothing by hand."""
        self.etcd = self._spawn(["etcd"], "etcd.log", environment_of(self.folder / "etcd.env"))
        self.patroni = self._spawn(["patroni", str(self.folder / "patroni.yml")], "patroni.log")

    def processes(self):
        """Of etcd, Patroni and every process of PostgreSQL, which all stand in its folder."""
        found = []
        for entry in Path("/proc").iterdir():
            try:
                if entry.name.isdigit() and Path(os.readlink(entry / "cwd")).is_relative_to(
                        self.folder) and "Z" != (entry / "stat").read_text().rsplit(")")[1][1]:
                    found.append(int(entry.name))
            except OSError:
                continue  # ended meanwhile
        return found

    def signal_all(self, how):
        for process in self.processes():
            try:
                os.kill(process, how)
            except ProcessLookupError:
                continue

    def kill(self):
        """As if the machine died: nobody on it says good-bye, for all of them stand still first."""
        self.signal_all(signal.SIGSTOP)
        while self.processes():
            self.signal_all(signal.SIGKILL)
            self._reap()
        self.etcd = self.patroni = None

    def cut_off(self):
        """As if nobody reached it but by connections that are open: etcd and Patroni stand still,
        PostgreSQL knows of nothing and goes on."""
        for process in (self.patroni, self.etcd):
            process.send_signal(signal.SIGSTOP)

    def thaw(self):
        self.signal_all(signal.SIGCONT)

    def _reap(self):
        for process in (self.etcd, self.patroni):
            if process is not None:
                process.poll()

    def rest(self, path):
        """(status, body) of Patroni; status 0 when it does not answer."""
        url = f"http://{HOST}:{self.described['patroni_port']}{path}"
        try:
            with urllib.request.urlopen(url, timeout=1) as got:
                return got.status, json.loads(got.read() or b"null")
        except urllib.error.HTTPError as error:
            return error.code, None
        except (OSError, ValueError):
            return 0, None

    def is_primary(self):
        return self.rest("/primary")[0] == 200

    def status(self):
        """What Patroni says of PostgreSQL here, {} when it does not answer."""
        return self.rest("/patroni")[1] or {}


class Cluster:
    """Three nodes in `folder`, rendered from the templates of a real deployment."""

    def __init__(self, folder, **changes):
        self.folder = Path(folder)
        ports = free_ports(13)
        self.port = ports[12]
        self.owner = {}
        if os.geteuid() == 0:
            account = pwd.getpwnam("postgres")  # PostgreSQL refuses to run as root
            self.owner = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
            os.chmod(self.folder, 0o755)
        nodes = [self._describe(number, ports[4 * number:4 * number + 4]) for number in range(3)]
        self.description = {
            "cluster": "loopback", "network": f"{HOST}/32", "watchdog": "off",
            "bin_dir": bin_dir(), "balancer": f"{HOST}:{self.port}", "node": nodes,
            "haproxy_user": "", "stats_socket": str(self.folder / "haproxy.sock"),
            "passwords": {name: secrets.token_hex(12) for name in render.PASSWORDS}, **changes}
        self.nodes = [Node(one, self.folder / one["name"], self.owner) for one in nodes]

    def _describe(self, number, ports):
        name = f"db{number + 1}"
        own = self.folder / name
        return {"name": name, "host": HOST, "etcd_port": ports[0], "etcd_peer_port": ports[1],
                "patroni_port": ports[2], "postgres_port": ports[3], "etcd_dir": str(own / "etcd"),
                "data_dir": str(own / "data"), "sockets": str(own), "pgpass": str(own / "pgpass")}

    def start(self):
        render.render(self.description, self.folder)
        for node in self.nodes:
            for path in (node.folder, *node.folder.iterdir()):
                if self.owner:
                    shutil.chown(path, self.owner["user"], self.owner["group"])
            node.start()
        wait_for(self.is_whole, START_LIMIT_S, "a primary, two replicas, one of them synchronous")

    def primary(self):
        return next((node for node in self.nodes if node.is_primary()), None)

    def replicas(self):
        return [node for node in self.nodes if node.rest("/replica")[0] == 200]

    def is_synchronous(self):
        return any(node.rest("/synchronous")[0] == 200 for node in self.nodes)

    def is_whole(self):
        return self.primary() is not None and len(self.replicas()) == 2 and self.is_synchronous()

    def superuser(self, database="postgres", node=None):
        """(address, environment) for psql; through the balancer unless a node is given."""
        port = node.described["postgres_port"] if node else self.port
        return (f"postgresql://postgres@{HOST}:{port}/{database}",
                {**os.environ, "PGPASSWORD": self.description["passwords"]["superuser"]})

    def psql(self, sql, database="postgres", node=None):
        address, environment = self.superuser(database, node)
        done = subprocess.run(["psql", "-XAtq", "-v", "ON_ERROR_STOP=1", address, "-c", sql],
                              env=environment, capture_output=True, text=True, timeout=60)
        if done.returncode != 0:
            raise RuntimeError(f"psql: {done.stderr.strip()}")
        return done.stdout.strip()

    def patronictl(self, *arguments):
        config = self.nodes[0].folder / "patroni.yml"
        done = subprocess.run(["patronictl", "-c", str(config), *arguments], capture_output=True,
                              text=True, timeout=120, stdin=subprocess.DEVNULL)
        return done.returncode, done.stdout + done.stderr

    def log_ends(self, lines=15):
        """The last lines of each node's log, for whoever must find out why."""
        return "\n".join(f"{node.name}: {line}" for node in self.nodes for line in
                         (node.folder / "patroni.log").read_text().splitlines()[-lines:])

    def close(self):
        for node in self.nodes:
            node.kill()
