// What the alarm job needs: urgent reports nobody answered, and who waits for the reporter.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "store/database.hpp"

namespace camaug::store {

// Open reports whose urgent claim nobody decided on, or whose alarm nobody acknowledged.
[[nodiscard]] std::vector<std::string> unanswered_alarms(Reader& reader, int limit);
// How often the alarm has climbed since the report became urgent.
[[nodiscard]] std::int64_t alarm_steps(Reader& reader, std::string_view report);
void set_alarm_steps(Tx& tx, std::string_view report, std::int64_t steps, Instant now);

struct Waiting {
  std::string report;
  Instant since;
};
// Reports that wait for their reporter, longest first.
[[nodiscard]] std::vector<Waiting> waiting_since(Reader& reader, int limit);

}  // namespace camaug::store
