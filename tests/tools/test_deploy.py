"""Holds what deploy/ offers: nginx takes its configuration, systemd its unit, and both start the
program with options that it knows."""
import re
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
DEPLOY = ROOT / "deploy"


class Nginx(unittest.TestCase):
    @unittest.skipUnless(shutil.which("nginx") or Path("/usr/sbin/nginx").exists(),
                         "nginx is only installed for the measurements")
    def test_configuration_is_taken(self):
        with tempfile.TemporaryDirectory() as folder:
            certificate, key = f"{folder}/fullchain.pem", f"{folder}/key.pem"
            subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days",
                            "1", "-subj", "/CN=phananh.example.vn", "-keyout", key, "-out",
                            certificate], check=True, capture_output=True)
            text = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
            text = text.replace("/etc/ssl/camaug", folder)
            # Ports that a test may bind.
            text = re.sub(r"listen (\[::\]:)?80;", r"listen \g<1>18080;", text)
            text = re.sub(r"listen (\[::\]:)?443 ", r"listen \g<1>18443 ", text)
            Path(folder, "nginx.conf").write_text(
                f"pid {folder}/pid;\nerror_log {folder}/error.log;\nevents {{}}\n"
                f"http {{\n{text}\n}}\n", encoding="utf-8")
            nginx = shutil.which("nginx") or "/usr/sbin/nginx"
            done = subprocess.run([nginx, "-t", "-p", folder, "-c", f"{folder}/nginx.conf"],
                                  capture_output=True, text=True, check=False)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertNotIn("[warn]", done.stderr)

    def test_streams_are_not_held_back(self):
        text = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
        self.assertIn("proxy_buffering off;", text)
        self.assertIn("proxy_request_buffering off;", text)


class Unit(unittest.TestCase):
    def setUp(self):
        self.text = (DEPLOY / "camaug.service").read_text(encoding="utf-8")

    def test_never_a_demo(self):
        self.assertNotIn("--demo", self.text)

    def test_data_lies_where_the_unit_may_write(self):
        self.assertRegex(self.text, r"--data /var/lib/camaug/\w+\s")
        self.assertIn("StateDirectory=camaug\n", self.text)

    @unittest.skipUnless(shutil.which("systemd-analyze"), "there is no systemd here")
    def test_systemd_takes_the_unit(self):
        with tempfile.TemporaryDirectory() as folder:
            unit = Path(folder, "camaug.service")
            # A program that is there: whether it is installed is not the question.
            unit.write_text(re.sub(r"^ExecStart=\S+", "ExecStart=/bin/true", self.text,
                                   flags=re.M), encoding="utf-8")
            done = subprocess.run(["systemd-analyze", "verify", str(unit)], capture_output=True,
                                  text=True, check=False)
            self.assertNotRegex(done.stderr, r"camaug\.service:\d+|Unknown|Failed to parse")


if __name__ == "__main__":
    unittest.main()
