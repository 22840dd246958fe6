"""Holds tools/docs_test.py: it runs what it says it runs, and finds each broken promise."""
import tempfile
import unittest
from pathlib import Path

import docs_test


class Promises(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)
        (self.root / "docs").mkdir()
        (self.root / "build").mkdir()
        (self.root / "Makefile").write_text("check: build\n", encoding="utf-8")

    def faults(self, text):
        (self.root / "README.md").write_text(text, encoding="utf-8")
        documents = docs_test.Documents(self.root, self.root / "build")
        for page in docs_test.pages_of(self.root):
            documents.page(page)
        return len(documents.faults)

    def test_block_runs(self):
        self.assertEqual(self.faults("```sh\ntest -f README.md\n```\n"), 0)
        self.assertEqual(self.faults("```sh\nfalse\ntrue\n```\n"), 1)
        self.assertEqual(self.faults("```sh\nno-such-command\n```\n"), 1)

    def test_block_writes_only_in_its_folder(self):
        self.assertEqual(self.faults("```sh\ntouch written-here\n```\n"), 0)
        self.assertFalse((self.root / "written-here").exists())

    def test_block_without_language(self):
        self.assertEqual(self.faults("```\n./run --fresh\n```\n"), 1)
        self.assertEqual(self.faults("```\na picture in letters\n```\n"), 0)

    def test_run_by(self):
        (self.root / "drill.sh").write_text("x && ./run --port \\\n  8099\n", encoding="utf-8")
        text = "<!-- run by {} -->\n```sh\n{}\n```\n"
        self.assertEqual(self.faults(text.format("drill.sh", "./run --port 8099")), 0)
        self.assertEqual(self.faults(text.format("drill.sh", "./run --fresh")), 1)
        self.assertEqual(self.faults(text.format("none.sh", "./run --port 8099")), 1)

    def test_names(self):
        self.assertEqual(self.faults("`make check` [x](README.md) [y](https://a.vn/b)\n"), 0)
        self.assertEqual(self.faults("`make nonsense`\n"), 1)
        self.assertEqual(self.faults("[x](missing.md)\n"), 1)
        self.assertEqual(self.faults("`docs/missing.md`\n"), 1)
        self.assertEqual(self.faults("`docs/<name>.md` and `and/or`\n"), 0)
        self.assertEqual(self.faults("`camaug serve`\n"), 1)


if __name__ == "__main__":
    unittest.main()
