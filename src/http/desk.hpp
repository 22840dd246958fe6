// The staff's queue and the lists behind its pickers.
#pragma once

#include "http/route.hpp"
#include "http/sse.hpp"

namespace camaug::http {

Response get_queue(app::Services&, store::Reader&, const Request&);
Response get_agencies(app::Services&, store::Reader&, const Request&);
Response get_officers(app::Services&, store::Reader&, const Request&);
Result<Subscription> get_events(app::Services&, store::Reader&, const Request&);
// The event log as live events: numbers and references only, filtered by the viewer at delivery.
[[nodiscard]] EventFeed event_feed();

}  // namespace camaug::http
