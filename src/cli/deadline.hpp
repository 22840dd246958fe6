// `camaug deadline`: due times for JSON lines, so that examples can be checked from outside. Reads
// nothing but its input; the profile's calendar and policies are handed in.
#pragma once

#include <iosfwd>
#include <span>
#include <string>
#include <string_view>

#include "domain/calendar.hpp"
#include "domain/policy.hpp"

namespace camaug::cli {

// The answer to one line {"id","clock","rule"?,"start"}: {"id","due","why":{"rule","day_kind",
// "limit","article","text_vi"}} or {"id","error"}; `good` tells which. `id` is text or an integer
// and null when it cannot be read; limit is an ISO 8601 duration; `rule` replaces the policy's.
struct DeadlineLine {
  std::string json;
  bool good = false;
};
[[nodiscard]] DeadlineLine deadline_line(std::string_view line, const domain::Calendar& calendar,
                                         std::span<const domain::PolicyVersion> policies);

// One line out for each line in; empty lines are skipped. Returns 0, or 1 when a line was bad.
int run_deadline(std::istream& in, std::ostream& out, const domain::Calendar& calendar,
                 std::span<const domain::PolicyVersion> policies);

}  // namespace camaug::cli
