#include "app/verify.hpp"

#include <charconv>
#include <exception>

#include "app/replay.hpp"
#include "app/verify_report.hpp"
#include "store/account.hpp"
#include "store/figure_count.hpp"
#include "store/report.hpp"
#include "store/verify_chain.hpp"
#include "store/verify_rows.hpp"

namespace camaug::app {
namespace {

constexpr int k_page = 500;

std::optional<store::Head> parse_head(const std::string& text) {
  store::Head head;
  const auto colon = text.find(':');
  if (colon == std::string::npos) return {};
  const auto [end, error] = std::from_chars(text.data(), text.data() + colon, head.n);
  if (error != std::errc() || end != text.data() + colon) return {};
  head.hash = text.substr(colon + 1);
  return head;
}

void check_chain(store::Reader& reader, const std::optional<std::string>& head, Verified& out) {
  store::ChainScope scope;
  if (head) scope.known = parse_head(*head);
  const auto check = store::verify_chain(reader, scope, {});
  out.events = check.events;
  if (!check.first) return;
  out.breaks.push_back("event " + std::to_string(check.first->n) + " (" + check.first->report +
                       "): " + std::string(word(check.first->kind)));
}

// Rows that stand about a report which is not there, and reports which only the log knows.
void check_orphans(store::Reader& reader, Verified& out) {
  for (const auto number : store::lost_reports(reader)) {
    const auto events = store::events_of_number(reader, number);
    const auto replayed = replay(events, 1);
    out.breaks.push_back("report " + replayed.report.id + " (" + replayed.report.code +
                         ") is missing: the log knows it, the table does not");
  }
  for (const auto& orphan : store::orphans(reader)) {
    out.breaks.push_back(orphan.table + (orphan.row.empty() ? "" : " ") + orphan.row +
                         ": its report " + orphan.report + " is not there");
  }
  for (const auto id : store::miscounted_clocks(reader)) {
    out.breaks.push_back("clock " + std::to_string(id) +
                         ": counted or answered is not what its report says");
  }
}

// The counters from which the next code is made.
void check_counters(store::Reader& reader, Verified& out) {
  const auto is = store::report_counters(reader);
  const auto must = store::numbers_in_codes(reader);
  if (is == must) return;
  for (const auto& [year, last] : must) {
    const auto found = is.find(year);
    if (found != is.end() && found->second == last) continue;
    out.breaks.push_back("report_counter " + std::to_string(year) +
                         ".last is not the last number that was given");
  }
  for (const auto& [year, last] : is) {
    if (must.contains(year)) continue;
    out.breaks.push_back("report_counter " + std::to_string(year) + " is known to no report");
  }
}

// Who may do what: the role an account was made with and whether it may still sign in.
void check_account(store::Reader& reader, const store::Account& account, Verified& out) {
  const auto fault = [&](std::string_view what) {
    out.breaks.push_back("account " + account.id + std::string(what));
  };
  const auto events = store::events_of(reader, "account:" + account.id);
  if (events.empty()) return fault(" is known to no event");
  bool active = true;
  for (const auto& event : events) {
    const auto body = event_body(event);
    if (const auto* role = body.if_contains("role")) {
      if (role->as_string() != word(account.role)) fault(".role is not what the events say");
    }
    if (event.schema >= k_body_schema && event.action == "create_account") {
      for (const auto& [column, value] :
           {std::pair<std::string_view, const std::optional<std::string>&>{"agency",
                                                                           account.agency},
            {"area", account.area}}) {
        const auto* said = body.if_contains(column);
        const bool same = said == nullptr ? !value : value && said->as_string() == *value;
        if (!same) fault("." + std::string(column) + " is not what the events say");
      }
    }
    if (const auto* is = body.if_contains("active")) active = is->as_bool();
  }
  if (account.active != active) fault(".active is not what the events say");
}

void check_accounts(store::Reader& reader, Verified& out) {
  for (const auto& id : store::lost_accounts(reader)) {
    out.breaks.push_back("account " + id + " is missing: the log knows it, the table does not");
  }
  for (const auto& account : store::accounts(reader)) check_account(reader, account, out);
}

// A value that no column may hold is a break, not the end of the verification.
template <class F>
void guarded(const std::string& where, Verified& out, F&& check) {
  try {
    check();
  } catch (const std::exception& error) {
    out.breaks.push_back(where + ": it cannot be read: " + error.what());
  }
}

}  // namespace

Verified verify(store::Reader& reader, const vault::Vault* vault,
                const std::optional<std::string>& head) {
  Verified out;
  check_chain(reader, head, out);
  std::vector<domain::Report> page;
  std::string after;
  do {
    store::each_report(reader, after, k_page, page);
    for (const auto& report : page) {
      guarded(report.code, out, [&] { verify_report(reader, vault, report, out); });
      out.reports += 1;
      after = report.id;
    }
  } while (!page.empty());
  guarded("orphans", out, [&] { check_orphans(reader, out); });
  guarded("figure_sheet", out, [&] {
    for (const auto& sheet : store::wrong_figures(reader)) {
      out.breaks.push_back("figure_sheet " + sheet + ": it is not what the reports say");
    }
  });
  check_counters(reader, out);
  guarded("account", out, [&] { check_accounts(reader, out); });
  return out;
}

}  // namespace camaug::app
