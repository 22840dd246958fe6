// The leaders' figures and the lists behind them. Whose reports are counted is decided by the
// viewer in the store; nothing here opens a report.
#pragma once

#include "http/route.hpp"

namespace camaug::http {

Response get_figures(app::Services&, store::Reader&, const Request&);
Response get_figures_list(app::Services&, store::Reader&, const Request&);

}  // namespace camaug::http
