-- The desk counts on every page who asked to reopen: few reports, found without reading all others.
CREATE INDEX report_reopen ON report (reopen_requested) WHERE reopen_requested;
