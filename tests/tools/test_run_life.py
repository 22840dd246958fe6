"""Holds the life of ./run in a tree with a pretended program: it makes a province once, keeps it,
makes it anew only when asked, never leaves half of one, and stops when told."""
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import unittest
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PROGRAM = """#!/usr/bin/env python3
import http.server, os, pathlib, signal, sys
word, options = sys.argv[1], dict(zip(sys.argv[2::2], sys.argv[3::2]))
data = pathlib.Path(options["--data"])
if word == "init":
    data.mkdir()
    if os.environ.get("INIT_FAILS"):
        sys.exit("init: broken")
    (data / "camaug.sqlite").write_text("new")
elif word == "accounts":
    print("dieuphoi / demo of", (data / "camaug.sqlite").read_text())
elif word == "serve":
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    class Page(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200); self.end_headers(); self.wfile.write(b"<html>")
        def log_message(self, *_): pass
    http.server.HTTPServer(("127.0.0.1", int(options["--port"])), Page).serve_forever()
"""


class Life(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name, "tree")
        (self.root / "tools").mkdir(parents=True)
        shutil.copy(ROOT / "run", self.root)
        shutil.copy(ROOT / "tools/progress.sh", self.root / "tools")
        for name in ("tools/packages.sh", "tools/web_build.sh", "bin/cmake"):
            self.script(name, "#!/bin/sh\nexit 0\n")
        self.script("build/camaug", PROGRAM)
        (self.root / "build/build.ninja").touch()
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = str(probe.getsockname()[1])

    def script(self, name, text):
        path = self.root / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        path.chmod(0o755)

    def start(self, *arguments, **env):
        """Runs ./run until it serves (then stops it as Ctrl-C does) or ends by itself;
        returns (status, output, page)."""
        child = subprocess.Popen(
            [str(self.root / "run"), "--port", self.port, *arguments], text=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            start_new_session=True, cwd=self.root,
            env={**os.environ, "PATH": f"{self.root}/bin:{os.environ['PATH']}", **env})
        guard = threading.Timer(60, lambda: os.killpg(child.pid, signal.SIGKILL))
        guard.start()
        output, page = "", None
        for line in child.stdout:
            output += line
            if re.search(r"dieuphoi", line):
                page = urllib.request.urlopen(f"http://127.0.0.1:{self.port}/", timeout=10).read()
                os.killpg(child.pid, signal.SIGINT)
                child.send_signal(signal.SIGTERM)
        status = child.wait()
        guard.cancel()
        child.stdout.close()
        return status, output, page

    @property
    def database(self):
        return self.root / "demo-data/camaug.sqlite"

    def test_makes_keeps_and_renews(self):
        status, output, page = self.start()
        self.assertEqual((status, page), (0, b"<html>"), output)
        for address in ("/", "/can-bo", "/lanh-dao"):
            self.assertIn(f"http://127.0.0.1:{self.port}{address}\n", output)
        self.assertEqual(os.listdir(self.root / "demo-data"), ["camaug.sqlite"])

        self.database.write_text("kept", encoding="utf-8")
        _, output, _ = self.start()
        self.assertIn("demo of kept", output)

        _, output, _ = self.start("--fresh")
        self.assertIn("demo of new", output)

    def test_failed_start_leaves_nothing(self):
        status, output, page = self.start(INIT_FAILS="1")
        self.assertEqual((status, page), (1, None))
        self.assertIn("could not be made", output)
        self.assertFalse([name for name in os.listdir(self.root) if "demo-data" in name])

    def test_server_that_dies_is_told(self):
        self.script("build/camaug", PROGRAM.replace('elif word == "serve":',
                                                    'elif word == "serve":\n    sys.exit(7)'))
        status, output, page = self.start()
        self.assertEqual((status, page), (1, None))
        self.assertIn("ended with status 7", output)

    def test_empty_folder_is_taken(self):
        (self.root / "mine").mkdir()
        status, output, _ = self.start("--data", "mine")
        self.assertEqual(status, 0, output)
        self.assertTrue((self.root / "mine/camaug.sqlite").exists())


if __name__ == "__main__":
    unittest.main()
