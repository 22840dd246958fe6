// Events as live streams need them: the event's number and what decides who may hear of it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "store/database.hpp"

namespace camaug::store {

struct LiveRow {
  std::int64_t n = 0;
  std::string report;
  std::string action;
  std::int64_t version = 0;  // of the report now
  std::string register_word;
  std::optional<std::string> lead;
  std::optional<std::string> named_agency;
  std::string cooperating = "|";  // "|a|b|"
  // Of an event that may take the report out of somebody's sight: where it was before. Else "".
  std::string register_before;
  std::string agencies_before;  // lead and helpers, "|a|b|"
  std::string path;             // of the area
};
// The events of reports with a number above `n`, in order, at most `limit`.
[[nodiscard]] std::vector<LiveRow> live_after(Reader& reader, std::int64_t n, int limit);

}  // namespace camaug::store
