// Pages that the server writes itself: readable, shareable and usable without JavaScript.
#pragma once

#include <string>
#include <string_view>

#include "http/route.hpp"

namespace camaug::http {

Response report_page(app::Services&, store::Reader&, const Request&);
Response feed_page(app::Services&, store::Reader&, const Request&);
Response feed_atom(app::Services&, store::Reader&, const Request&);
// What everybody may know of one agency, and of all: error not_found unless the profile says so.
Response agency_page(app::Services&, store::Reader&, const Request&);
Response agencies_page(app::Services&, store::Reader&, const Request&);
Response form_page(app::Services&, store::Reader&, const Request&);
Response follow_page(app::Services&, store::Reader&, const Request&);
Result<void> prepare_form(app::Services&, store::Reader&, Request&);
Response submit_form(app::Services&, store::Tx&, const Request&);
// The page for an error that a person sees (Door::error_page).
[[nodiscard]] std::string error_page(const Request& request, int status, std::string_view title,
                                     std::string_view detail);

}  // namespace camaug::http
