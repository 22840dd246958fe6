"""Holds tools/tidy.py: each rule finds its fault in a small tree and lets good code pass."""
import tempfile
import time
import unittest
from pathlib import Path

import tidy

LAYERS = """# The layers.
camaug_layer(base Boost::json)
camaug_layer(domain camaug_base)
camaug_layer(store camaug_domain PkgConfig::SQLITE)
camaug_layer(media camaug_base)
camaug_layer(app camaug_store camaug_media)
camaug_layer(jobs camaug_app)
camaug_layer(http camaug_app)
"""
ROOT = Path(__file__).resolve().parent.parent.parent


class Tree(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)
        self.write("cmake/layers.cmake", LAYERS)

    def write(self, path, text):
        full = self.root / path
        full.parent.mkdir(parents=True, exist_ok=True)
        full.write_text(text, encoding="utf-8")

    def rules(self, allowed=()):
        return sorted({fault[2] for fault in tidy.faults_of(self.root, list(allowed))[0]})

    def judge(self, path, text, head="// What this file is for.\n"):
        """The rules that a file with this text breaks."""
        self.write(path, head + text)
        found = self.rules()
        (self.root / path).unlink()
        return found

    def finds(self, rule, path, text, head="// What this file is for.\n"):
        self.assertEqual(self.judge(path, text, head), [rule], f"{path}: {text}")

    def passes(self, path, text, head="// What this file is for.\n"):
        self.assertEqual(self.judge(path, text, head), [], f"{path}: {text}")


class Layers(Tree):
    def test_left_is_allowed(self):
        self.passes("src/store/a.cpp", '#include "base/x.hpp"\n#include "domain/x.hpp"\n')
        self.passes("src/jobs/a.cpp", '#include "store/x.hpp"\n#include "jobs/y.hpp"\n')

    def test_right_and_sideways_are_not(self):
        self.finds("layers", "src/domain/a.cpp", '#include "store/x.hpp"\n')
        self.finds("layers", "src/http/a.cpp", '#include "jobs/x.hpp"\n')
        self.finds("layers", "src/base/a_test.cpp", '# include "domain/x.hpp"\n')

    def test_unknown_layer_and_short_path(self):
        self.finds("layers", "src/util2/a.cpp", "int x;\n")
        self.finds("layers", "src/app/a.cpp", '#include "report.hpp"\n')


class Words(Tree):
    def test_sql(self):
        select = 'const char* k = "SELECT id FROM report";\n'
        self.finds("sql", "src/app/a.cpp", select)
        self.finds("sql", "src/http/a.cpp", 'auto k = R"(\n UPDATE report SET x = 1)";\n')
        self.finds("sql", "src/app/b.hpp", 'auto k = "CREATE TABLE t (x)";\n')
        self.passes("src/store/a.cpp", select)
        self.passes("src/app/a.cpp", '// SELECT id in a comment\nauto k = "please SELECT";\n')
        self.passes("src/app/a_test.cpp", select)

    def test_clock(self):
        self.finds("clock", "src/app/a.cpp", "auto t = std::chrono::system_clock::now();\n")
        self.finds("clock", "src/app/a.cpp", "auto t = time(nullptr);\n")
        self.finds("clock", "src/app/a.cpp", "gettimeofday(&tv, nullptr);\n")
        self.finds("clock", "src/http/a.cpp", "auto t = steady_clock::now();\n")
        self.finds("clock", "tests/a.cpp", "auto t = system_clock::now();\n")
        self.passes("src/app/a_test.cpp", "auto t = steady_clock::now();\n")
        self.passes("src/app/a.cpp", '// system_clock::now()\nauto k = "time(nullptr)";\n')
        self.passes("src/app/a.cpp", "auto t = runtime(0);\n")

    def test_domain_io(self):
        self.finds("domain-io", "src/domain/a.cpp", "#include <fstream>\n")
        self.finds("domain-io", "src/domain/a.hpp", "#include <sys/stat.h>\n")
        self.passes("src/domain/a.cpp", "#include <string>\n")
        self.passes("src/domain/a_test.cpp", "#include <fstream>\n")
        self.passes("src/store/a.cpp", "#include <filesystem>\n")

    def test_coroutines(self):
        self.finds("coroutines", "src/http/a.cpp", "co_await read();\n")
        self.finds("coroutines", "src/http/a.cpp", "#include <boost/asio/awaitable.hpp>\n")
        self.passes("src/http/server.cpp", "#include <boost/beast/http.hpp>\nco_return 1;\n")
        self.passes("src/http/a_impl.hpp", "#include <boost/asio.hpp>\nco_return 1;\n")
        self.passes("src/http/server.cpp", '#include "http/a_impl.hpp"\n')
        self.finds("coroutines", "src/http/a.cpp", '#include "http/a_impl.hpp"\n')
        self.passes("src/http/a.cpp", "int my_co_await = 0; // co_await\n")

    def test_curl(self):
        self.finds("curl", "src/media/a.cpp", "#include <curl/curl.h>\n")
        self.passes("src/media/s3_client.cpp", "#include <curl/curl.h>\n")

    def test_names(self):
        self.finds("names", "src/base/util.cpp", "int x;\n")
        self.finds("names", "src/base/string_helpers.hpp", "int x;\n")
        self.finds("names", "web/common/a.ts", "let x = 1\n")
        self.finds("names", "src/base/a.hpp", "class ReportManager;\n")
        self.passes("src/base/commonplace.cpp", "struct Managers2 {}; // class XManager\n")

    def test_unfinished(self):
        self.finds("unfinished", "src/base/a.cpp", "int x;  // TO" + "DO later\n")
        self.finds("unfinished", "README.md", "FIX" + "ME\n", head="")
        self.passes("src/base/a.cpp", "int autodo = 1; // TODOS and todo lists\n")

    def test_silencers(self):
        self.finds("silencers", "src/base/a.cpp", "int x;  // NOLINT\n")
        self.finds("silencers", "src/base/a.cpp", "int x;  // NOLINT(bugprone-x)\n")
        self.passes("src/base/a.cpp", "int x;  // NOLINT(bugprone-x): the C API wants it\n")
        self.passes("src/base/a.cpp",
                    "// NOLINTBEGIN(bugprone-x): the C API wants it\n// NOLINTEND(bugprone-x)\n")
        self.finds("silencers", "web/a.ts", "// eslint-disable-next-line no-console\n")
        self.passes("web/a.ts", "// eslint-disable-next-line no-console -- a script prints\n")
        self.finds("silencers", "web/a.svelte", "<!-- svelte-ignore a11y_x -->\n", "<!-- x -->\n")
        self.passes("web/a.svelte", "<!-- svelte-ignore a11y_x (a list of its own) -->\n",
                    "<!-- x -->\n")
        self.finds("silencers", "web/a.ts", "// @ts-ignore\n")


class Texts(Tree):
    def test_cpp(self):
        self.finds("texts", "src/app/a.cpp", 'auto k = "Đã gửi";\n')
        self.passes("src/app/a.cpp", '// Đã gửi\nauto k = "sent";\n')
        self.passes("src/app/a_test.cpp", 'auto k = "Đã gửi";\n')

    def test_web(self):
        self.finds("texts", "web/citizen/A.svelte", "<p>Đã gửi</p>\n", "<!-- x -->\n")
        self.finds("texts", "web/citizen/a.ts", "const k = 'Đã gửi'\n")
        self.passes("web/citizen/A.svelte", "<!-- Đã gửi -->\n<p>{t('sent')}</p>\n",
                    "<!-- x -->\n")
        self.passes("web/citizen/a.ts", "// Đã gửi\nconst k = 1 /* Đã */\n")
        self.passes("web/citizen/a.test.ts", "const k = 'Đã gửi'\n")
        self.finds("texts", "web/citizen/a.ts", "const k = 'https://x.vn/gửi'\n")

    def test_dictionaries(self):
        self.passes("texts/vi/a.json", '{"a": "Đã gửi"}\n', head="")


class Form(Tree):
    def test_head(self):
        self.finds("head", "src/base/a.cpp", "int x;\n", head="")
        self.finds("head", "tools/a.sh", "set -e\n", head="#!/bin/sh\n")
        self.passes("tools/a.py", '"""What it is for."""\n', head="#!/usr/bin/env python3\n")
        self.finds("head", "sql/a.sql", "CREATE TABLE t (x);\n", head="")
        self.passes("sql/a.sql", "-- What.\nCREATE TABLE t (x);\n", head="")

    def test_head_in_the_header(self):
        self.write("src/base/a.hpp", "// What this is for.\n")
        self.write("src/base/a.cpp", '#include "base/a.hpp"\n')
        self.assertEqual(self.rules(), [])

    def test_size(self):
        self.finds("size", "src/base/a.cpp", "int x;\n" * 500)
        self.passes("src/base/a.cpp", "int x;\n" * 499)
        self.finds("size", "src/base/a.cpp", "// " + "x" * 98 + "\n")
        self.passes("src/base/a.cpp", "// " + "ữ" * 97 + "\n")
        self.passes("profiles/a.csv", "x" * 500 + "\n", head="")

    def test_machine_paths(self):
        for path in ("/wor" + "k/main", "/roo" + "t/.ssh", "/hom" + "e/an/x"):
            self.finds("machine-paths", "docs/a.md", f"see {path}\n", head="")
        self.passes("docs/a.md", "web/roo" + "t/x and https://a.vn/hom" + "e/x\n", head="")

    def test_registries(self):
        self.finds("registries", "docs/a.md", "deb.debian" + ".org\n", head="")
        self.finds("registries", "web/package-lock.json",
                   '{"x": {"resolved": "http://a.b/c.tgz"}}\n', head="")
        self.passes("web/package-lock.json", '{"x": {"integrity": "sha512-x"}}\n', head="")


class Exceptions(Tree):
    def test_exception_excuses(self):
        self.write("src/app/a.cpp", '// X.\nauto k = "Đã";\n')
        reason = "a table of letters"
        self.assertEqual(self.rules([("texts", "src/app/*.cpp", reason)]), [])
        self.assertEqual(self.rules([("sql", "src/app/*.cpp", reason)]), ["allowed", "texts"])

    def test_exception_needs_a_reason_and_a_use(self):
        self.write("src/app/a.cpp", '// X.\nauto k = "Đã";\n')
        self.assertEqual(self.rules([("texts", "src/app/a.cpp", "because")]), ["allowed"])
        self.assertEqual(self.rules([("texts", "src/app/b.cpp", "a table of letters")]),
                         ["allowed", "texts"])


class WholeTree(unittest.TestCase):
    def test_fast(self):
        # The processor's time: other work on the machine is not our slowness.
        began = time.process_time()
        _, sources = tidy.faults_of(ROOT)
        self.assertGreater(len(sources), 50)
        self.assertLess(time.process_time() - began, 5)


if __name__ == "__main__":
    unittest.main()
