"""Holds the refusals of ./run: each comes before anything is installed, built or deleted."""
import socket
import subprocess
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def run(*arguments, cwd=ROOT):
    return subprocess.run([str(ROOT / "run"), *arguments], cwd=cwd, capture_output=True,
                          text=True, check=False, timeout=30, stdin=subprocess.DEVNULL)


class Refusals(unittest.TestCase):
    def refuses(self, done, *words):
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        for word in words:
            self.assertIn(word, done.stderr)

    def test_help(self):
        done = run("--help")
        self.assertEqual(done.returncode, 0)
        for option in ("--port", "--data", "--fresh"):
            self.assertIn(option, done.stdout)

    def test_wrong_words(self):
        self.refuses(run("--nonsense"), "--nonsense", "usage")
        self.refuses(run("--port"), "needs a value")
        for port in ("0", "65536", "eighty", "-1", "8080x", ""):
            self.refuses(run("--port", port), "1 to 65535")

    def test_port_in_use(self):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = taken.getsockname()[1]
            self.refuses(run("--port", str(port)), f"Port {port} is already in use", "--port")

    def test_foreign_folder_stays(self):
        with tempfile.TemporaryDirectory() as folder:
            letter = Path(folder) / "letter.txt"
            letter.write_text("mine", encoding="utf-8")
            port = free_port()
            for arguments in (("--fresh",), ()):
                done = run("--data", folder, "--port", port, *arguments)
                self.refuses(done, "not a CaMau-G data directory", folder)
            # A path is meant from where the caller stands.
            done = run("--data", ".", "--port", port, "--fresh", cwd=folder)
            self.refuses(done, "not a CaMau-G data directory")
            self.assertEqual(letter.read_text(encoding="utf-8"), "mine")

    def test_file_as_folder(self):
        with tempfile.NamedTemporaryFile() as file:
            self.refuses(run("--data", file.name, "--port", free_port()), "a file, not a folder")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


class Packages(unittest.TestCase):
    def test_unknown_section(self):
        done = subprocess.run([str(ROOT / "tools/packages.sh"), "--list", "nonsense"],
                              capture_output=True, text=True, check=False,
                              stdin=subprocess.DEVNULL)
        self.assertEqual(done.returncode, 1)
        self.assertIn("[nonsense]", done.stderr)

    def test_list_names_only_listed_packages(self):
        listed = (ROOT / "tools/packages.txt").read_text(encoding="utf-8").split()
        done = subprocess.run([str(ROOT / "tools/packages.sh"), "--list", "build", "test"],
                              capture_output=True, text=True, check=True,
                              stdin=subprocess.DEVNULL)
        self.assertLessEqual(set(done.stdout.split()), set(listed))


if __name__ == "__main__":
    unittest.main()
