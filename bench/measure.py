"""Processes, their CPU time and the share that others took of the machine while they were measured.
Must never report a figure without that share."""
import http.client
import json
import os
import re
import resource
import subprocess
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TICK = os.sysconf("SC_CLK_TCK")
CPUS = os.cpu_count() or 1


def machine_busy_s():
    fields = [int(f) for f in open("/proc/stat").readline().split()[1:]]
    return (sum(fields[:3]) + sum(fields[5:8])) / TICK


def cpu_s(pid):
    """User and system time of a process and of the children it has waited for."""
    fields = open(f"/proc/{pid}/stat").read().rpartition(")")[2].split()
    return sum(int(f) for f in fields[11:15]) / TICK


def memory_kib(pid, name="VmRSS"):
    for line in open(f"/proc/{pid}/status"):
        if line.startswith(name + ":"):
            return int(line.split()[1])
    raise RuntimeError(f"no {name} of {pid}")


def own_cpu_s():
    return sum(use.ru_utime + use.ru_stime
               for use in map(resource.getrusage, (resource.RUSAGE_SELF,
                                                   resource.RUSAGE_CHILDREN)))


class Watch:
    """with Watch(pids) as w: ... then w.cpu (of those), w.wall, w.other (machine share)."""

    def __init__(self, pids=()):
        self.pids = list(pids)

    def __enter__(self):
        self.start = (time.monotonic(), machine_busy_s(), sum(map(cpu_s, self.pids)), own_cpu_s())
        return self

    def __exit__(self, *_):
        wall, busy, cpu, own = self.start
        self.wall = time.monotonic() - wall
        self.cpu = sum(map(cpu_s, self.pids)) - cpu
        used = machine_busy_s() - busy - self.cpu - (own_cpu_s() - own)
        self.other = max(0.0, used / (self.wall * CPUS))


class Server:
    def __init__(self, program, data, *arguments, cpu=None, env=None):
        pin = ["taskset", "-c", str(cpu)] if cpu is not None else []
        began = time.monotonic()
        self.process = subprocess.Popen(
            [*pin, program, "serve", "--data", str(data), "--port", "0", "--no-limits",
             "--no-access-log", *arguments], cwd=ROOT, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, env={**os.environ, **(env or {})})
        line = self.process.stdout.readline().decode()
        self.start_s = time.monotonic() - began
        self.pid = self.process.pid
        self.port = int(re.search(r":(\d+)\s*$", line).group(1))

    def stop(self):
        self.process.terminate()
        self.process.wait(60)
        self.process.stdout.close()

    def ask(self, verb, path, body=None, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        sent = {"X-Requested-By": "bench", **(headers or {})}
        if body is not None:
            body = json.dumps(body).encode()
            sent["Content-Type"] = "application/json"
        connection.request(verb, path, body, sent)
        answer = connection.getresponse()
        content = answer.read()
        cookie = (answer.getheader("Set-Cookie") or "").split(";")[0]
        connection.close()
        if answer.status >= 400:
            raise RuntimeError(f"{verb} {path}: {answer.status} {content[:200]!r}")
        return content, cookie

    def sign_in(self, program, data, role, at=()):
        listed = subprocess.run([program, "accounts", "--data", str(data), *at], cwd=ROOT,
                                check=True, capture_output=True, text=True).stdout
        for line in listed.splitlines():
            name, password, is_role = line.split("  ")[:3]
            if is_role == role:
                return self.ask("POST", "/api/v1/session",
                                {"username": name, "password": password})[1]
        raise RuntimeError(f"no demo account is a {role}")


def wrk(server, clients, seconds, cpu=None, paths=None, cookie=None, seed=0, path="/", pids=None):
    """Rates, waiting times and CPU of the server for one run of wrk."""
    env = {**os.environ, "BENCH_SEED": str(seed)}
    if cookie:
        env["BENCH_COOKIE"] = cookie
    if paths is not None:
        file = Path(os.environ.get("BENCH_FOLDER", "/tmp")) / "paths.txt"
        file.write_text("\n".join(paths))
        env["BENCH_PATHS"] = str(file)
    pin = ["taskset", "-c", str(cpu)] if cpu is not None else []
    with Watch(pids or [server.pid]) as watch:
        out = subprocess.run(
            [*pin, "wrk", "-t1", f"-c{clients}", f"-d{seconds}s", "-s", ROOT / "bench/load.lua",
             f"http://127.0.0.1:{server.port}{path}"], env=env, check=True, capture_output=True,
            text=True).stdout
    row = json.loads([line for line in out.splitlines() if line.startswith("{")][-1])
    if row["requests"] == 0 or row["errors"] > 0:
        raise RuntimeError(f"wrk: {row}")
    row["rps"] = row["requests"] / row["seconds"]
    row["cpu_us"] = watch.cpu / row["requests"] * 1e6
    row["other"] = watch.other
    return row


def best(rows):
    """Of several runs the one that others disturbed least."""
    return min(rows, key=lambda row: row["other"])
