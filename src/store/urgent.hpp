// What the alarm job needs: urgent reports nobody answered, and who waits for the reporter.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "store/database.hpp"

namespace camaug::store {

// An open report whose urgent claim nobody decided on, or whose alarm nobody acknowledged.
struct OpenAlarm {
  std::string report;
  bool confirmed = false;
  Instant urgent_since{};
  std::optional<std::string> area;
  std::int64_t steps = 0;  // how often it has climbed since the report became urgent
};
// All of them, oldest first: in a flood the newest must climb as well.
[[nodiscard]] std::vector<OpenAlarm> open_alarms(Reader& reader);
void set_alarm_steps(Tx& tx, std::string_view report, std::int64_t steps, Instant now);

struct Waiting {
  std::string report;
  Instant since;
};
// Reports that wait for their reporter, longest first.
[[nodiscard]] std::vector<Waiting> waiting_since(Reader& reader, int limit);

}  // namespace camaug::store
