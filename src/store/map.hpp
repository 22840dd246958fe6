// What the public map shows, read whole or as far as it has changed since an event. Published
// reports alone, with their exact places: whoever shows them rounds (app/detail, public_place).
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "domain/report.hpp"
#include "store/database.hpp"

namespace camaug::store {

struct MapRow {
  std::int64_t number = 0;
  std::string code;
  std::int64_t lat7 = 0;
  std::int64_t lon7 = 0;
  std::string field;
  std::optional<std::string> sub_field;
  std::optional<std::string> area;
  domain::State state = domain::State::submitted;
  domain::Urgency urgency = domain::Urgency::none;
  Instant submitted_at{};
};

// Each report that is open or was submitted at or after `since`, once.
void each_on_map(Reader& reader, Instant since, const std::function<void(MapRow)>& each);
// Each report with an event in (after, until]; none in place of its row when it is not on the map.
void each_moved_on_map(Reader& reader, std::int64_t after, std::int64_t until,
                       const std::function<void(std::int64_t number, std::optional<MapRow>)>& each);

}  // namespace camaug::store
