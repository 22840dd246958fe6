#include "cli/deadline.hpp"

#include <boost/describe.hpp>
#include <istream>
#include <optional>
#include <ostream>

#include "base/json.hpp"
#include "base/text.hpp"
#include "base/texts.hpp"
#include "domain/deadline.hpp"
#include "domain/deadline_text.hpp"

namespace camaug::cli {

namespace {

constexpr std::size_t k_line_bytes_max = 16 * 1024;
constexpr std::size_t k_id_characters_max = 200;

struct Why {
  std::string rule;
  std::string day_kind;
  std::string limit;
  std::string article;
  std::string text_vi;
};
BOOST_DESCRIBE_STRUCT(Why, (), (rule, day_kind, limit, article, text_vi))

struct Answer {
  json::Raw id;
  std::string due;
  Why why;
};
BOOST_DESCRIBE_STRUCT(Answer, (), (id, due, why))

struct Refusal {
  json::Raw id;
  std::string error;
};
BOOST_DESCRIBE_STRUCT(Refusal, (), (id, error))

struct Question {
  domain::ClockKind clock{};
  std::optional<domain::LimitRule> rule;
  Instant start{};
};

// All faults of a line in one sentence, each with the member it is about.
std::string message(const Error& error) {
  std::string out;
  for (const FieldError& fault : error.fields) {
    if (!out.empty()) out += " ";
    out += fault.field + ": " + text(Lang::vi, fault.key, fault.args);
  }
  return out.empty() ? std::string(text(Lang::vi, error.key)) : out;
}

// The line's id as JSON; "null" when it has none that can be echoed.
json::Raw read_id(const boost::json::value& line) {
  const auto* object = line.if_object();
  const auto* id = object == nullptr ? nullptr : object->if_contains("id");
  const bool echoes = id != nullptr && (id->is_int64() || id->is_uint64() || id->is_string());
  if (!echoes) return {};
  if (id->is_string()) {
    const auto clean = clean_text(id->get_string());
    if (!clean || length_in_characters(*clean) > k_id_characters_max) return {};
  }
  return {boost::json::serialize(*id)};
}

Result<Question> read_question(const boost::json::value& line, const json::Raw& id) {
  json::ObjectReader reader(line);
  Question question;
  if (reader.member("id") != nullptr) {
    if (id.text == "null") reader.fault("id", "error.deadline.bad_id");
  } else if (line.is_object()) {
    reader.fault("id", "error.field.missing");
  }
  if (const std::string clock = reader.text("clock", 40); !clock.empty()) {
    const auto kind = domain::parse_clock(clock);
    if (!kind || *kind > domain::ClockKind::relay) {
      reader.fault("clock", "error.deadline.bad_clock");
    } else {
      question.clock = *kind;
    }
  }
  if (const auto rule = reader.optional_text("rule", 40)) {
    question.rule = domain::parse_policy_rule(*rule);
    if (!question.rule) reader.fault("rule", "error.policy.bad_rule");
  }
  if (const std::string start = reader.text("start", 60); !start.empty()) {
    const auto instant = parse_rfc3339(start);
    if (!instant) reader.fault("start", "error.deadline.bad_start");
    question.start = instant.value_or(Instant{});
  }
  if (auto error = reader.done()) return Failure(std::move(*error));
  return question;
}

Result<Answer> answer(const Question& question, const domain::Calendar& calendar,
                      std::span<const domain::PolicyVersion> policies) {
  const auto found = domain::policy_for(policies, question.start);
  if (!found) return Failure(found.error());
  domain::PolicyVersion policy = **found;
  policy.rule = question.rule.value_or(policy.rule);
  const auto due = domain::deadline(question.clock, question.start, policy, calendar);
  if (!due) return Failure(due.error());
  Answer out;
  out.due = format_rfc3339(due->due);
  out.why.rule = word(due->why.rule);
  out.why.day_kind = word(due->why.day_kind);
  out.why.limit = domain::iso_duration(due->why.limit);
  out.why.article = due->why.article;
  out.why.text_vi =
      domain::deadline_text(Lang::vi, question.clock, question.start, due->due, due->why);
  return out;
}

}  // namespace

DeadlineLine deadline_line(std::string_view line, const domain::Calendar& calendar,
                           std::span<const domain::PolicyVersion> policies) {
  json::Raw id;
  const auto refuse = [&](const Error& error) {
    return DeadlineLine{json::to_text(Refusal{id, message(error)}), false};
  };
  const auto parsed = json::parse(line, k_line_bytes_max);
  if (!parsed) {
    Error error = parsed.error();
    if (error.code == ErrorCode::too_large) {
      error.fields.push_back(
          {"line", "error.deadline.line_too_long", {std::to_string(k_line_bytes_max)}});
    }
    return refuse(error);
  }
  id = read_id(*parsed);
  const auto question = read_question(*parsed, id);
  if (!question) return refuse(question.error());
  auto result = answer(*question, calendar, policies);
  if (!result) return refuse(result.error());
  result->id = id;
  return {json::to_text(*result), true};
}

int run_deadline(std::istream& in, std::ostream& out, const domain::Calendar& calendar,
                 std::span<const domain::PolicyVersion> policies) {
  bool all_good = true;
  for (std::string line; std::getline(in, line);) {
    const std::string_view trimmed = trim(line);
    if (trimmed.empty()) continue;
    const DeadlineLine answered = deadline_line(trimmed, calendar, policies);
    all_good = all_good && answered.good;
    out << answered.json << '\n';
  }
  out.flush();
  return all_good && out ? 0 : 1;
}

}  // namespace camaug::cli
