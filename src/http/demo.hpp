// Only under serve --demo: the demo accounts and the demo clock.
#pragma once

#include "http/route.hpp"

namespace camaug::http {

Response get_demo(app::Services&, store::Reader&, const Request&);
Response post_demo_clock(app::Services&, const Request&);

}  // namespace camaug::http
