// The report as the sum of its events: one struct whose members are the columns of the projection,
// and the generic steps between struct, event body and database row. An event carries exactly the
// members it changes (`set`), so a replay is a fold and a verification a comparison. No I/O.
#pragma once

#include <boost/describe.hpp>
#include <boost/json.hpp>
#include <boost/mp11.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/time.hpp"
#include "domain/report.hpp"

namespace camaug::domain {

// What the sender reported, as it stands after reclassification.
struct ReportOrigin {
  std::string id;
  std::int64_t number = 0;
  std::string code;
  std::optional<std::string> tile;
  std::string field;
  std::optional<std::string> sub_field;
  Register register_ = Register::ordinary;
  std::optional<std::string> area;
  std::optional<std::int64_t> lat7;
  std::optional<std::int64_t> lon7;
  std::optional<std::int64_t> accuracy_m;
  std::optional<std::int64_t> cell;  // Morton code of the place, for "what is near"
  bool outside_province = false;
  std::string channel = "web";
  Instant submitted_at{};
  std::optional<Instant> claimed_at;  // the phone's clock
  bool private_wish = false;
  bool consent_call = false;
  bool has_contact = false;
  std::optional<std::string> privacy_version;
  bool scope_override = false;
  std::optional<std::string> named_agency;

  friend bool operator==(const ReportOrigin&, const ReportOrigin&) = default;
};

// Where the report stands in the workflow.
struct ReportCourse {
  State state = State::submitted;
  std::int64_t version = 0;
  Urgency urgency = Urgency::none;
  std::optional<Instant> urgent_since;
  std::optional<std::string> acknowledged_by;
  std::optional<Instant> acknowledged_at;
  std::optional<Instant> arrives_at;
  Instant updated_at{};
  std::optional<Instant> closed_at;
  std::optional<std::string> closed_by;
  bool published = false;
  std::optional<Instant> published_at;
  std::optional<std::string> lead;
  std::optional<std::string> officer;
  std::optional<State> resume_state;
  std::optional<State> answer_from;  // where send_back returns to
  std::optional<std::string> asked_by;
  std::optional<std::string> question;  // id of the content
  bool awaiting_approval = false;
  bool reopen_requested = false;
  bool reopen_asked = false;
  std::int64_t plan_count = 0;
  std::int64_t given_back = 0;
  std::int64_t recalled = 0;
  std::optional<std::string> promised_on;
  std::optional<std::string> answer_kind;
  std::optional<std::string> answer_content;  // id of the content
  std::optional<Outcome> outcome;
  std::optional<RefuseKind> refuse_kind;
  std::optional<std::string> master;
  std::optional<ClockKind> due_clock;
  std::optional<Instant> due_started_at;
  std::optional<Instant> due_at;
  std::optional<Instant> dispatched_at;
  std::optional<Instant> answered_at;
  std::optional<std::int64_t> rating;
  std::optional<Instant> rated_at;

  friend bool operator==(const ReportCourse&, const ReportCourse&) = default;
};

struct Report : ReportOrigin, ReportCourse {
  friend bool operator==(const Report&, const Report&) = default;
};

BOOST_DESCRIBE_STRUCT(ReportOrigin, (),
                      (id, number, code, tile, field, sub_field, register_, area, lat7, lon7,
                       accuracy_m, cell, outside_province, channel, submitted_at, claimed_at,
                       private_wish, consent_call, has_contact, privacy_version, scope_override,
                       named_agency))
BOOST_DESCRIBE_STRUCT(ReportCourse, (),
                      (state, version, urgency, urgent_since, acknowledged_by, acknowledged_at,
                       arrives_at, updated_at, closed_at, closed_by, published, published_at, lead,
                       officer, resume_state, answer_from, asked_by, question, awaiting_approval,
                       reopen_requested, reopen_asked, plan_count, given_back, recalled,
                       promised_on, answer_kind, answer_content, outcome, refuse_kind, master,
                       due_clock, due_started_at, due_at, dispatched_at, answered_at, rating,
                       rated_at))
BOOST_DESCRIBE_STRUCT(Report, (ReportOrigin, ReportCourse), ())

// One clock of a report as the log and the database know it; the rules that move it are in
// domain/clock. `detail` is what explains and resumes it, canonical JSON.
struct ClockRow {
  std::int64_t id = 0;
  std::string report;
  ClockKind kind = ClockKind::dispatch;
  std::string owner;  // agency code
  Instant started_at{};
  std::optional<Instant> due_at;
  std::optional<Instant> ended_at;
  ClockResult result = ClockResult::running;
  std::optional<Instant> paused_at;
  std::optional<std::int64_t> left_ms;
  std::string detail = "{}";

  friend bool operator==(const ClockRow&, const ClockRow&) = default;
};
BOOST_DESCRIBE_STRUCT(ClockRow, (),
                      (id, report, kind, owner, started_at, due_at, ended_at, result, paused_at,
                       left_ms, detail))

// One member as the log and the database know it: words as text, instants as epoch ms.
using Cell = std::variant<std::monostate, std::int64_t, bool, std::string>;

// Column name of a described member: register_ is `register`.
[[nodiscard]] constexpr std::string_view column_name(const char* member) {
  std::string_view name(member);
  if (name.ends_with('_')) name.remove_suffix(1);
  return name;
}

// All columns of T in order, as names and as cells. T is Report or ClockRow.
template <class T>
[[nodiscard]] std::vector<std::string_view> columns();
template <class T>
[[nodiscard]] std::vector<Cell> cells(const T& row);
// Sets one column; false when the name is unknown or the value does not fit.
template <class T>
[[nodiscard]] bool set_cell(T& row, std::string_view column, const Cell& value);

// The columns in which `after` differs from `before`, as the `set` of an event body.
[[nodiscard]] boost::json::object difference(const Report& before, const Report& after);
[[nodiscard]] boost::json::object to_json(const ClockRow& row);

// Folds one event body into the report; false (and `fault` names the member) when it does not fit.
[[nodiscard]] bool apply_set(Report& report, const boost::json::object& set, std::string& fault);
[[nodiscard]] bool apply_clock(ClockRow& row, const boost::json::object& body, std::string& fault);

[[nodiscard]] Cell to_cell(const boost::json::value& value);

extern template std::vector<std::string_view> columns<Report>();
extern template std::vector<std::string_view> columns<ClockRow>();
extern template std::vector<Cell> cells<Report>(const Report&);
extern template std::vector<Cell> cells<ClockRow>(const ClockRow&);
extern template bool set_cell<Report>(Report&, std::string_view, const Cell&);
extern template bool set_cell<ClockRow>(ClockRow&, std::string_view, const Cell&);

}  // namespace camaug::domain
