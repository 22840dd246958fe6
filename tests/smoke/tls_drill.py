"""HTTPS before a demo (tools/tls.sh): a certificate that its own authority vouches for, pages that
know that they are secure, a change that passes the origin check, the authority to download."""
import json
import os
import socket
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "drills"))
import drill  # noqa: E402


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def ask(context, url, body=None, headers=None):
    request = urllib.request.Request(url, data=body, headers=headers or {})
    try:
        with urllib.request.urlopen(request, context=context, timeout=10) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()


def main(tally, folder):
    data = folder / "data"
    drill.camaug("init", "--demo", "--reports", "5", "--data", data)
    server = drill.Server(data, "--demo", "--proxy", "127.0.0.1")
    port = free_port()
    tls = folder / "tls"
    front = subprocess.Popen([drill.ROOT / "tools/tls.sh", tls, str(port), str(server.port),
                              "127.0.0.1"])
    try:
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        base = f"https://127.0.0.1:{port}"
        context = ssl.create_default_context(cafile=str(tls / "ca.crt"))
        status, headers, _ = ask(context, base + "/healthz")
        tally.check("its own authority vouches for it", status == 200, str(status))
        tally.check("no machine is pinned to HTTPS",
                    headers.get("Strict-Transport-Security") is None)
        status, headers, body = ask(context, base + "/demo-ca.crt")
        tally.check("the authority can be downloaded",
                    status == 200 and body == (tls / "ca.crt").read_bytes())
        login = json.dumps({"username": "dieuphoi", "password": "camau-demo-2026"}).encode()
        json_type = {"Content-Type": "application/json"}
        status, headers, _ = ask(context, base + "/api/v1/session", login,
                                 json_type | {"Origin": base})
        tally.check("a change from the same origin passes", status == 200, str(status))
        tally.check("its cookie is for HTTPS only",
                    "Secure" in (headers.get("Set-Cookie") or ""))
        status, _, _ = ask(context, base + "/api/v1/session", login,
                           json_type | {"Origin": f"http://127.0.0.1:{port}"})
        tally.check("one from elsewhere does not", status == 403, str(status))
        try:
            ask(ssl.create_default_context(), base + "/healthz")
            tally.check("nobody else trusts it", False)
        except urllib.error.URLError as error:
            tally.check("nobody else trusts it",
                        isinstance(error.reason, ssl.SSLCertVerificationError))
        mode = os.stat(tls / "server.pem").st_mode & 0o777
        tally.check("its key is for its user only", mode == 0o600, oct(mode))
    finally:
        front.terminate()
        front.wait(timeout=20)
        server.stop()


if __name__ == "__main__":
    drill.run(drill.Tally(), main)
