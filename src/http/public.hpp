// What everybody may read: the province's configuration and maps, published reports.
#pragma once

#include "http/route.hpp"

namespace camaug::http {

Response get_config(app::Services&, store::Reader&, const Request&);
Response get_geo(app::Services&, store::Reader&, const Request&);
Response get_locate(app::Services&, store::Reader&, const Request&);
Response get_nearby(app::Services&, store::Reader&, const Request&);
Response get_public_reports(app::Services&, store::Reader&, const Request&);
Response get_public_report(app::Services&, store::Reader&, const Request&);
Response get_map(app::Services&, store::Reader&, const Request&);
Response get_basemap(app::Services&, store::Reader&, const Request&);
// Whether an event of the record still has the hash that a slip names.
Response get_record(app::Services&, store::Reader&, const Request&);
Response get_health(app::Services&, store::Reader&, const Request&);

}  // namespace camaug::http
