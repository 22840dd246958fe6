"""Holds deploy/ha/: every file is made of one description, none without its passwords, HAProxy
takes its configuration, and the timeouts are such that no two primaries can be."""
import re
import stat
import subprocess
import sys
import tempfile
import tomllib
import unittest
from pathlib import Path

HA = Path(__file__).resolve().parent.parent.parent / "deploy/ha"
sys.path.insert(0, str(HA))
import render  # noqa: E402


class Files(unittest.TestCase):
    def setUp(self):
        self.cluster = tomllib.loads((HA / "cluster.toml").read_text(encoding="utf-8"))
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def rendered(self):
        self.cluster["passwords"] = {name: f"made-{name}" for name in render.PASSWORDS}
        render.render(self.cluster, self.folder)
        return {str(path.relative_to(self.folder)): path.read_text(encoding="utf-8")
                for path in self.folder.rglob("*") if path.is_file()}

    def test_no_password_is_invented(self):
        done = subprocess.run([HA / "render.py", HA / "cluster.toml", self.folder / "made"],
                              capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 1)
        self.assertIn("superuser", done.stderr)
        self.assertFalse((self.folder / "made").exists())

    def test_each_machine_gets_its_files(self):
        files = self.rendered()
        self.assertEqual(sorted(files), ["db1/etcd.env", "db1/patroni.yml", "db2/etcd.env",
                                         "db2/patroni.yml", "db3/etcd.env", "db3/patroni.yml",
                                         "haproxy.cfg"])
        for name, text in files.items():
            self.assertNotRegex(text, r"\$\w|None|\{\w+\}", name)
        self.assertIn("connect_address: 10.0.0.12:5432", files["db2/patroni.yml"])
        self.assertIn('ETCD_INITIAL_CLUSTER="db1=http://10.0.0.11:2380,', files["db3/etcd.env"])

    def test_nobody_else_reads_them(self):
        self.rendered()
        mode = stat.S_IMODE((self.folder / "db1/patroni.yml").stat().st_mode)
        self.assertEqual(mode, 0o600)

    def test_haproxy_takes_its_configuration(self):
        for program in (True, False):
            if not program:
                del self.cluster["program"]
            self.rendered()
            done = subprocess.run(["haproxy", "-c", "-f", self.folder / "haproxy.cfg"],
                                  capture_output=True, text=True, check=False)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            self.assertNotIn("[WARNING]", done.stderr)

    def test_a_lease_ends_after_its_holder_gave_up(self):
        text = self.rendered()["db1/patroni.yml"]
        ttl, loop_wait, retry = (int(re.search(rf"^    {name}: (\d+)$", text, re.M).group(1))
                                 for name in ("ttl", "loop_wait", "retry_timeout"))
        self.assertGreaterEqual(ttl, loop_wait + 2 * retry)

    def test_the_lease_is_compared_before_it_is_taken(self):
        self.assertNotRegex(self.rendered()["db1/patroni.yml"], r"(?m)^etcd3:")


if __name__ == "__main__":
    unittest.main()
