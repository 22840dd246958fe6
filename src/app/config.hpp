// What the faces need to know of the province, as one JSON text per language-free answer.
#pragma once

#include <string>

#include "app/services.hpp"
#include "app/view.hpp"
#include "base/texts.hpp"

namespace camaug::app {

// api/openapi.yaml, Config.
[[nodiscard]] std::string config_json(const Services& services, Instant now);

struct AreaView {
  std::string id;
  std::string name;
  std::string full_name;
  std::string type;
  OptInt lat7;
  OptInt lon7;
};
BOOST_DESCRIBE_STRUCT(AreaView, (), (id, name, full_name, type, lat7, lon7))
[[nodiscard]] AreaView area_view(const domain::Area& area);

struct LocateView {
  bool inside = false;
  std::optional<AreaView> area;
};
BOOST_DESCRIBE_STRUCT(LocateView, (), (inside, area))
[[nodiscard]] LocateView locate(const Services& services, std::int64_t lat7, std::int64_t lon7,
                                Instant now);

struct AgencyView {
  std::string code;
  std::string name;
  std::string class_;
  OptText area;
};
BOOST_DESCRIBE_STRUCT(AgencyView, (), (code, name, class_, area))
[[nodiscard]] std::vector<AgencyView> agencies_today(const Services& services, Instant now,
                                                     Lang lang);

}  // namespace camaug::app
