// What others have already reported near a place, as everybody may see it: before a report is sent,
// so that it can be joined instead of told twice.
#pragma once

#include <cstdint>
#include <string>

#include "app/services.hpp"
#include "app/view.hpp"
#include "base/texts.hpp"
#include "store/database.hpp"

namespace camaug::app {

// Open published reports of the field within 250 m, nearest first, at most three. Distances are to
// the places that the public map shows, never to the true ones.
[[nodiscard]] NearbyView nearby(const Services& services, store::Reader& reader,
                                const std::string& field, std::int64_t lat7, std::int64_t lon7,
                                Lang lang, Instant now);

}  // namespace camaug::app
