#!/usr/bin/env python3
"""Brings up on loopback what a real deployment has: three nodes of etcd, Patroni and PostgreSQL,
HAProxy, and processes of the program on top, with the files that deploy/ha/render.py makes. Prints
the addresses; everything is gone when it ends (Ctrl-C). Must never touch a folder of others.
usage: deploy/ha/loopback.py [--program FILE] [--processes N] [--reports N] [--strict]"""
import argparse
import csv
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path

import nodes
import render

ROOT = Path(__file__).resolve().parent.parent.parent
START_LIMIT_S = 60


def end(process):
    """The program and HAProxy both stop in order when they are asked to."""
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


class Loopback:
    """The whole: `cluster`, `processes`, `port` where visitors come in, `uri` of the database."""

    def __init__(self, folder, program):
        self.folder = Path(folder)
        self.program = program
        self.data = self.folder / "province"
        self.cluster = None
        self.processes = []
        self.haproxy = None

    def start(self, reports, processes, strict=False, flags=()):
        self.cluster = nodes.Cluster(self.folder, strict=strict)
        self.port, *ports = nodes.free_ports(1 + processes)
        self.uri = (f"postgresql://camaug@{nodes.HOST}:{self.cluster.port}/camaug"
                    "?target_session_attrs=read-write")
        self.cluster.start()
        self._balance(ports)
        self._make_database()
        self._make_province(reports)
        for port in ports:
            command = [self.program, "serve", "--data", self.data, "--database", self.uri,
                       "--port", port, "--origin", f"http://{nodes.HOST}:{self.port}",
                       "--proxy", nodes.HOST, *flags]
            self.processes.append(self._spawn(map(str, command), "camaug.log"))
        nodes.wait_for(self.serves, START_LIMIT_S, "the program serves")

    def _spawn(self, command, log):
        with open(self.folder / log, "ab") as out:
            return subprocess.Popen(list(command), cwd=ROOT, stdin=subprocess.DEVNULL, stdout=out,
                                    stderr=out, env=self.environment(), start_new_session=True)

    def serves(self):
        """Whether a visitor is answered, and every process runs."""
        if any(process.poll() is not None for process in self.processes):
            raise RuntimeError("the program ended: " +
                               (self.folder / "camaug.log").read_text()[-500:])
        try:
            url = f"http://{nodes.HOST}:{self.port}/healthz"
            return urllib.request.urlopen(url, timeout=1).status == 200
        except OSError:
            return False

    def _balance(self, ports):
        """HAProxy as on a machine of the program; ready when it leads to a primary."""
        described = {**self.cluster.description,
                     "program": {"balancer": f"{nodes.HOST}:{self.port}",
                                 "processes": [f"{nodes.HOST}:{port}" for port in ports]}}
        render.write(self.folder / "haproxy.cfg", render.haproxy(described))
        self.haproxy = self._spawn(["haproxy", "-db", "-f", str(self.folder / "haproxy.cfg")],
                                   "haproxy.log")
        nodes.wait_for(lambda: len(self.offered()) == 1, START_LIMIT_S,
                       "HAProxy leads to one primary")

    def offered(self):
        """The nodes that HAProxy takes for the primary: one, or for a moment none."""
        try:
            with socket.socket(socket.AF_UNIX) as asked:
                asked.connect(str(self.folder / "haproxy.sock"))
                asked.sendall(b"show stat\n")
                text = b"".join(iter(lambda: asked.recv(65_536), b"")).decode()
        except OSError:
            return []
        rows = csv.DictReader(text.removeprefix("# ").splitlines())
        return [row["svname"] for row in rows if row["pxname"] == "primary" and
                row["svname"] not in ("FRONTEND", "BACKEND") and row["status"].startswith("UP")]

    def _make_database(self):
        """What a person does once on a real cluster, too: see README.md."""
        password = "camaug"
        self.cluster.psql(f"CREATE ROLE camaug LOGIN PASSWORD '{password}'")
        self.cluster.psql("CREATE DATABASE camaug OWNER camaug")
        render.write(self.folder / "pgpass",
                     f"{nodes.HOST}:{self.cluster.port}:*:camaug:{password}\n")

    def environment(self):
        return {**os.environ, "PGPASSFILE": str(self.folder / "pgpass")}

    def command(self, *arguments):
        """One run of the program: (status, all that it printed)."""
        done = subprocess.run([str(self.program), *map(str, arguments)], cwd=ROOT,
                              capture_output=True, text=True, timeout=600, env=self.environment())
        return done.returncode, done.stdout + done.stderr

    def _make_province(self, reports):
        status, text = self.command("init", "--data", self.data, "--database", self.uri, "--demo",
                                    "--reports", reports, "--seed", 7)
        if status != 0:
            raise RuntimeError(f"init ended with {status}: {text}")

    def verify(self):
        """(whole, all that it printed)"""
        status, text = self.command("verify", "--data", self.data, "--database", self.uri)
        return status == 0 and "the record is whole" in text, text

    def close(self):
        for process in self.processes:
            process.terminate()
        for process in [*self.processes, *([self.haproxy] if self.haproxy else [])]:
            end(process)
        if self.cluster is not None:
            self.cluster.close()


def show(loopback):
    cluster = loopback.cluster
    print(f"visitors          http://{nodes.HOST}:{loopback.port}/")
    print(f"the primary       {loopback.uri}  (PGPASSFILE={loopback.folder}/pgpass)")
    for node in cluster.nodes:
        described = node.described
        print(f"{node.name}               PostgreSQL {described['postgres_port']}, Patroni "
              f"{described['patroni_port']}, etcd {described['etcd_port']}")
    print(f"state             patronictl -c {cluster.nodes[0].folder}/patroni.yml list")
    print(f"logs              {loopback.folder}\nCtrl-C ends and removes it all.", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", type=Path, default=ROOT / "build/camaug", metavar="FILE")
    parser.add_argument("--processes", type=int, default=2, metavar="N")
    parser.add_argument("--reports", type=int, default=100, metavar="N", help="invented ones")
    parser.add_argument("--strict", action="store_true", help="synchronous_mode_strict")
    options = parser.parse_args()
    for how in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(how, lambda *_: sys.exit(0))
    folder = tempfile.mkdtemp(prefix="camaug-ha-")
    loopback = Loopback(folder, options.program.resolve())
    try:
        loopback.start(options.reports, options.processes, options.strict, ["--demo"])
        show(loopback)
        signal.pause()
    except RuntimeError as error:
        print(f"loopback: {error}", file=sys.stderr)
        return 1
    finally:
        loopback.close()
        shutil.rmtree(folder, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
