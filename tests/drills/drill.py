"""What every drill needs: a province in a temporary folder, a server to start and to kill, a client
and a tally. Standard library only. Must never touch a folder that it did not make itself."""
import base64
import http.client
import json
import os
import re
import secrets
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PROGRAM = Path(os.environ.get("CAMAUG_BUILD", ROOT / "build")) / "camaug"
DATABASE = "camaug.sqlite"
START_LIMIT_S = 60


class Tally:
    """Counts what held and what did not, says each, and closes with "N passed, N failed"."""

    def __init__(self):
        self.passed = 0
        self.failed = 0

    def check(self, what, held, detail=""):
        self.passed += bool(held)
        self.failed += not held
        print(f"  {'ok  ' if held else 'FAIL'} {what}" + (f": {detail}" if detail else ""),
              flush=True)
        return held

    def close(self):
        print(f"{self.passed} passed, {self.failed} failed", flush=True)
        sys.exit(0 if self.failed == 0 and self.passed > 0 else 1)


def run(tally, drill):
    """Runs drill(tally, folder) in a folder of its own; what it throws is a failure."""
    folder = Path(tempfile.mkdtemp(prefix="camaug-drill-"))
    try:
        drill(tally, folder)
    except Exception as error:  # a drill that breaks off must say so and still close
        tally.check("the drill came to its end", False, f"{type(error).__name__}: {error}")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    tally.close()


def camaug(*arguments, prefix=(), limit_s=600):
    """One run of the program: (status, standard output, standard error)."""
    done = subprocess.run([*prefix, str(PROGRAM), *map(str, arguments)], cwd=ROOT,
                          capture_output=True, text=True, timeout=limit_s)
    return done.returncode, done.stdout, done.stderr


def init(data, reports=0):
    """A province in `data`; with reports > 0 also the demo's people and history."""
    extra = ["--demo", "--reports", reports, "--seed", 7] if reports else []
    status, out, err = camaug("init", "--data", data, "--profile", ROOT / "profiles/ca-mau", *extra)
    if status != 0:
        raise RuntimeError(f"init ended with {status}: {out}{err}")


def verify(data, *extra):
    """(whole, everything that was printed)"""
    status, out, err = camaug("verify", "--data", data, *extra)
    return status == 0 and "the record is whole" in out, out + err


class Server:
    """The program serving `data` on a port of its own choice."""

    flags = ("--no-limits", "--no-access-log")

    def __init__(self, data, *arguments, env=None):
        self.log = open(Path(data).with_suffix(".log"), "ab")
        self.process = subprocess.Popen(
            [str(PROGRAM), "serve", "--data", str(data), "--port", "0", *self.flags, *arguments],
            cwd=ROOT, stdout=subprocess.PIPE, stderr=self.log, env={**os.environ, **(env or {})})
        self.port = self._port()

    def _port(self):
        end = time.monotonic() + START_LIMIT_S
        while time.monotonic() < end:
            ready, _, _ = select.select([self.process.stdout], [], [], 0.2)
            if not ready:
                continue
            line = self.process.stdout.readline().decode()
            found = re.search(r"http://[^ ]*:(\d+)", line)
            if found:
                return int(found.group(1))
            if not line:
                break
        self.kill()
        raise RuntimeError("the server did not start: " + Path(self.log.name).read_text()[-500:])

    def kill(self):
        self._end(signal.SIGKILL)

    def stop(self):
        return self._end(signal.SIGTERM)

    def _end(self, how):
        if self.process.poll() is None:
            self.process.send_signal(how)
        status = self.process.wait(30)
        self.process.stdout.close()
        self.log.close()
        return status


class LimitedServer(Server):
    """The same with the limits of devices and addresses."""

    flags = ("--no-access-log",)


def uuid7():
    value = (int(time.time() * 1000) << 80) | secrets.randbits(80)
    value = value & ~(0xF << 76) | (0x7 << 76)
    value = value & ~(0x3 << 62) | (0x2 << 62)
    text = f"{value:032x}"
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


def secret():
    return base64.urlsafe_b64encode(secrets.token_bytes(16)).decode().rstrip("=")


class Client:
    """One keep-alive connection."""

    def __init__(self, port, limit_s=30):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=limit_s)
        self.cookie = ""
        self.retry_after = None  # what the last answer said

    def ask(self, verb, path, body=None, headers=None):
        """(status, decoded JSON); a body of bytes goes as it is"""
        all_headers = {"X-Requested-By": "drill", "X-Command-Id": uuid7(), **(headers or {})}
        if self.cookie:
            all_headers["Cookie"] = self.cookie
        data = body
        if body is not None and not isinstance(body, bytes):
            data = json.dumps(body).encode()
            all_headers["Content-Type"] = "application/json"
        self.connection.request(verb, path, data, all_headers)
        answer = self.connection.getresponse()
        self.retry_after = answer.headers.get("Retry-After")
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            self.cookie = cookie.split(";")[0]
        return answer.status, json.loads(answer.read() or b"null")

    def sign_in(self, username, password):
        return self.ask("POST", "/api/v1/session", {"username": username, "password": password})

    def act(self, report_id, action, body=None, follow=None):
        return self.ask("POST", f"/api/v1/reports/{report_id}/{action}", body or {},
                        {"X-Follow-Secret": follow} if follow else None)

    def submit(self, report_id, follow, text="Ổ gà to giữa đường, xe máy dễ ngã", **more):
        body = {"id": report_id, "tile": "roads", "text": text, "lat7": 92222700,
                "lon7": 1051786500, **more}
        return self.ask("POST", "/api/v1/reports", body, {"X-Follow-Secret": follow})

    def report(self, report_id, follow):
        return self.ask("GET", f"/api/v1/reports/{report_id}",
                        headers={"X-Follow-Secret": follow})


def has_loaded(pid, library):
    """Whether a process runs with that library."""
    return str(library) in Path(f"/proc/{pid}/maps").read_text()


def database(data):
    return Path(data) / DATABASE
