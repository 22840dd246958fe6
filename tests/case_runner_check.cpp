// See case_runner_check.hpp.
#include "case_runner_check.hpp"

#include <algorithm>
#include <charconv>

#include "base/json.hpp"
#include "base/text.hpp"

namespace camaug::cases {
namespace {

namespace bj = boost::json;

constexpr std::size_t k_shown_bytes = 6'000;

std::optional<int> number(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return {};
  return value;
}

// The first word, which `rest` loses.
std::string_view first_word(std::string_view& rest) {
  const auto space = rest.find(' ');
  const auto word = rest.substr(0, space);
  rest = space == std::string_view::npos ? std::string_view() : trim(rest.substr(space));
  return word;
}

std::string_view unquoted(std::string_view text) {
  const bool quotes = text.size() >= 2 && text.front() == '"' && text.back() == '"';
  return quotes ? text.substr(1, text.size() - 2) : text;
}

std::string local_text(std::int64_t ms) {
  const std::string rfc = format_rfc3339(from_epoch_ms(ms));
  return rfc.substr(0, 10) + " " + rfc.substr(11, rfc.find('+') - 11);
}

bool contains(const bj::value& value, std::string_view wanted) {
  if (value.is_array()) {
    return std::ranges::any_of(value.get_array(),
                               [&](const bj::value& item) { return plain(item) == wanted; });
  }
  return plain(value).find(wanted) != std::string::npos;
}

bool is_same(const bj::value& value, std::string_view wanted) {
  if (const auto at = parse_local(wanted); at && value.is_object()) {
    const auto* due = value.get_object().if_contains("due_at");
    return due != nullptr && is_same(*due, wanted);
  } else if (at && value.is_int64()) {
    return from_epoch_ms(value.get_int64()) == *at;
  }
  return plain(value) == wanted;
}

// clock answer running due 2026-11-20 14:00: the newest clock of its kind.
std::string clock_complaint(const bj::value& json, std::string_view rest) {
  const auto kind = first_word(rest);
  const auto result = first_word(rest);
  const auto clocks = value_at(json, "clocks");
  if (!clocks || !clocks->is_array()) return "the answer has no clocks";
  const bj::value* found = nullptr;
  for (const auto& clock : clocks->get_array()) {
    const bool newer =
        found == nullptr || clock.at("started_at").as_int64() >= found->at("started_at").as_int64();
    if (clock.at("kind").as_string() == kind && newer) found = &clock;
  }
  if (result == "none") {
    return found == nullptr ? "" : "there is a clock " + std::string(kind);
  }
  if (found == nullptr) return "there is no clock " + std::string(kind);
  if (found->at("result").as_string() != result) {
    return "the clock is " + std::string(found->at("result").as_string());
  }
  if (rest.empty()) return {};
  const auto word = first_word(rest);
  const std::string member = word == "by" ? "owner" : std::string(word) + "_at";
  const auto is = value_at(*found, member);
  if (is && is_same(*is, rest)) return {};
  return "its " + member + " is " +
         (is && is->is_int64() ? local_text(is->get_int64())
          : is                 ? plain(*is)
                               : "absent");
}

std::string value_complaint(const bj::value& json, std::string_view line) {
  std::string_view rest = line;
  const std::string path(first_word(rest));
  const auto value = value_at(json, path);
  std::string_view after = rest;
  const auto operation = first_word(after);
  if (operation == "absent" && after.empty()) {
    return value ? path + " is there: " + plain(*value) : "";
  }
  if (!value) return path + " is not in the answer";
  const std::string is = value->is_int64() && value->get_int64() > 1'000'000'000'000
                             ? plain(*value) + " = " + local_text(value->get_int64())
                             : plain(*value);
  bool good = false;
  if (operation == "has") {
    good = contains(*value, unquoted(after));
  } else if (operation == "lacks") {
    good = !contains(*value, unquoted(after));
  } else if (operation == "not") {
    good = !is_same(*value, unquoted(after));
  } else if (operation == "is") {
    good = is_same(*value, unquoted(after));
  } else {
    good = is_same(*value, unquoted(rest));
  }
  return good ? "" : path + " is " + is;
}

}  // namespace

std::optional<bj::value> value_at(const bj::value& json, std::string_view path) {
  const bj::value* at = &json;
  while (!path.empty()) {
    const auto dot = path.find('.');
    const auto name = path.substr(0, dot);
    path = dot == std::string_view::npos ? std::string_view() : path.substr(dot + 1);
    if (at->is_array() && name == "count") return bj::value(at->get_array().size());
    if (at->is_object()) {
      at = at->get_object().if_contains(name);
      if (at == nullptr) return {};
    } else if (at->is_array() && !at->get_array().empty()) {
      const auto& list = at->get_array();
      const auto index =
          name == "last" ? std::optional(static_cast<int>(list.size()) - 1) : number(name);
      if (!index || static_cast<std::size_t>(*index) >= list.size()) return {};
      at = &list[static_cast<std::size_t>(*index)];
    } else {
      return {};
    }
  }
  return *at;
}

std::string plain(const bj::value& value) {
  if (value.is_string()) return std::string(value.get_string());
  if (!value.is_array()) return bj::serialize(value);
  std::string out = "[";
  for (const auto& item : value.get_array()) {
    if (out.size() > 1) out += ", ";
    out += plain(item);
  }
  return out + "]";
}

std::string complaint(const Answer& answer, const std::optional<bj::value>& json,
                      std::string_view line, const Vars& vars) {
  const std::string filled = fill_in(line, vars);
  std::string_view rest = filled;
  const auto status = number(rest.substr(0, rest.find(' ')));
  if (status && *status >= 100) {
    first_word(rest);
    if (answer.status != *status) return "the status is " + std::to_string(answer.status);
    return rest.empty() ? "" : complaint(answer, json, rest, vars);
  }
  if (rest.starts_with("! ") || rest.starts_with("+ ")) {
    const auto wanted = unquoted(rest.substr(2));
    const bool there = (answer.head + answer.body).find(wanted) != std::string::npos;
    if (there == rest.starts_with("+ ")) return {};
    return there ? "it is there" : "it is not there";
  }
  if (rest.starts_with("header ")) {
    first_word(rest);
    const std::string name(first_word(rest));
    const std::string is = answer.header(name);
    const bool good = rest == "absent" ? is.empty() : is.find(rest) != std::string::npos;
    return good ? "" : name + " is \"" + is + "\"";
  }
  if (!json) return "the answer is no JSON";
  if (rest.starts_with("clock ")) {
    first_word(rest);
    return clock_complaint(*json, rest);
  }
  return value_complaint(*json, rest);
}

std::optional<Instant> parse_local(std::string_view text) {
  if (text.size() != 16 && text.size() != 19) return {};
  std::string rfc(text.substr(0, 10));
  rfc += "T" + std::string(text.substr(11));
  if (text.size() == 16) rfc += ":00";
  return text[10] == ' ' ? parse_rfc3339(rfc + "+07:00") : std::nullopt;
}

std::optional<Millis> parse_span(std::string_view text) {
  if (!text.starts_with('+')) return {};
  Millis sum{0};
  for (const auto& word : words_of(text.substr(1))) {
    const auto unit = word.find_first_not_of("0123456789");
    const auto count = number(std::string_view(word).substr(0, unit));
    if (!count || unit == std::string::npos) return {};
    const auto name = word.substr(unit);
    if (name == "ms")
      sum += Millis(*count);
    else if (name == "s")
      sum += std::chrono::seconds(*count);
    else if (name == "m")
      sum += std::chrono::minutes(*count);
    else if (name == "h")
      sum += std::chrono::hours(*count);
    else if (name == "d")
      sum += std::chrono::days(*count);
    else
      return {};
  }
  return sum;
}

std::string show(const Answer& answer) {
  if (answer.status == 0) return "  (no answer)\n";
  const bool text = answer.header("Content-Type").find("json") != std::string::npos ||
                    answer.header("Content-Type").starts_with("text/");
  std::string body = text ? answer.body
                          : "(" + std::to_string(answer.body.size()) + " bytes of " +
                                answer.header("Content-Type") + ")";
  if (body.size() > k_shown_bytes) body.resize(k_shown_bytes);
  return answer.head + "\n" + body + "\n";
}

}  // namespace camaug::cases
