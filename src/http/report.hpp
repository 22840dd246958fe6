// Routes around one report: submit, read, act. Handlers translate between HTTP and app/, no more.
#pragma once

#include "http/route.hpp"

namespace camaug::http {

// Reads a new report on the io thread, for submit_report.
Result<void> read_report(app::Services&, Request&);
Response submit_report(app::Services&, store::Tx&, const Request&);
Response get_report(app::Services&, store::Reader&, const Request&);
Response lookup_reports(app::Services&, store::Reader&, const Request&);
Response act_on_report(app::Services&, store::Tx&, const Request&);
// Pictures are redacted before the transaction.
Result<void> prepare_act(app::Services&, store::Reader&, Request&);

}  // namespace camaug::http
