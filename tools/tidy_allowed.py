"""The exceptions to tools/tidy.py: (rule, path pattern, reason). Each must have a reason that a
stranger accepts; tidy complains about an exception that nothing needs any more."""

ALLOWED = [
    ("clock", "src/base/time.?pp", "the one place that reads the clock"),
    ("silencers", "tools/tidy_rules.py", "names the silencers in order to find them"),
    ("silencers", "tests/tools/test_tidy.py", "holds silencers without a reason to be found"),
    ("texts", "web/shared/fold.ts", "the letters that folding takes away; nobody reads them"),
    ("size", "web/shared/icons.ts", "path data of drawings has no place to break"),
]
