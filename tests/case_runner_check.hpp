// Holds what a case expects against what came. Pure: text in, "" or the complaint out.
#pragma once

#include <boost/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.hpp"
#include "case_runner_client.hpp"
#include "case_runner_script.hpp"

namespace camaug::cases {

// "" when the answer is as the line wants it. `json` is the body, or none when it is no JSON.
[[nodiscard]] std::string complaint(const Answer& answer,
                                    const std::optional<boost::json::value>& json,
                                    std::string_view line, const Vars& vars);
// The value at "items.0.code", "items.last.code" or "items.count"; nullopt when there is none.
[[nodiscard]] std::optional<boost::json::value> value_at(const boost::json::value& json,
                                                         std::string_view path);
// A value as a case writes it: texts without quotes, lists as [a, b].
[[nodiscard]] std::string plain(const boost::json::value& value);

// "2026-11-20 08:00", with seconds if wanted, at +07:00.
[[nodiscard]] std::optional<Instant> parse_local(std::string_view text);
// "+20m", "+1d 2h", "+10s".
[[nodiscard]] std::optional<Millis> parse_span(std::string_view text);

// What a person can read of an answer when a case fails.
[[nodiscard]] std::string show(const Answer& answer);

}  // namespace camaug::cases
