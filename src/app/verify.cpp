#include "app/verify.hpp"

#include <charconv>
#include <map>

#include "app/replay.hpp"
#include "store/clock.hpp"
#include "store/content.hpp"
#include "store/identity.hpp"
#include "store/report.hpp"
#include "store/verify_chain.hpp"

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

// The first column in which the row is not what the events say.
template <class T>
std::string first_difference(const T& row, const T& replayed) {
  const auto names = domain::columns<T>();
  const auto is = domain::cells(row);
  const auto must = domain::cells(replayed);
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (is[i] != must[i]) return std::string(names[i]);
  }
  return {};
}

void check_clocks(store::Reader& reader, const Replayed& replayed, const std::string& code,
                  Verified& out) {
  const auto rows = store::clocks_of(reader, replayed.report.id);
  out.clocks += static_cast<std::int64_t>(rows.size());
  if (rows.size() != replayed.clocks.size()) {
    out.breaks.push_back(code + ": the number of clocks is not what the events say");
    return;
  }
  for (const auto& row : rows) {
    const auto found = replayed.clocks.find(row.id);
    const std::string column =
        found == replayed.clocks.end() ? "id" : first_difference(row, found->second);
    if (!column.empty()) {
      out.breaks.push_back(code + ": clock " + std::to_string(row.id) + "." + column +
                           " is not what the events say");
      return;
    }
  }
}

// Texts against their commitments; a missing row is an erasure only when its key is gone too.
void check_contents(store::Reader& reader, const vault::Vault* vault, const Replayed& replayed,
                    const std::string& code, Verified& out) {
  const auto wrapped = store::report_key(reader, replayed.report.id);
  if (!wrapped) return;
  const auto keys = vault == nullptr ? Result<vault::ReportKeys>(vault::ReportKeys{})
                                     : vault->unwrap(*wrapped, replayed.report.id);
  if (!keys) {
    out.breaks.push_back(code + ": its key does not open");
    return;
  }
  for (const auto& [id, commitment] : replayed.commitments) {
    const auto content = store::content_by_id(reader, id);
    if (!content) {
      out.breaks.push_back(code + ": content " + id + " is missing");
      return;
    }
    out.contents += 1;
    const bool same =
        content->commitment == commitment &&
        (vault == nullptr || vault::commitment(keys->salt, content->text) == commitment);
    if (!same) {
      out.breaks.push_back(code + ": content " + id + " is not what was committed to");
      return;
    }
  }
}

void check_report(store::Reader& reader, const vault::Vault* vault, const domain::Report& report,
                  Verified& out) {
  const auto events = store::events_of(reader, report.id);
  const auto replayed = replay(events, events.size());
  if (!replayed.fault.empty()) {
    out.breaks.push_back(report.code + ": " + replayed.fault);
    return;
  }
  const std::string column = first_difference(report, replayed.report);
  if (!column.empty()) {
    out.breaks.push_back(report.code + ": report." + column + " is not what the events say");
  }
  if (store::cooperating_of(reader, report.id) != replayed.cooperating) {
    out.breaks.push_back(report.code + ": the cooperating agencies are not what the events say");
  }
  check_clocks(reader, replayed, report.code, out);
  check_contents(reader, vault, replayed, report.code, out);
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
      check_report(reader, vault, report, out);
      out.reports += 1;
      after = report.id;
    }
  } while (!page.empty());
  const auto submitted = store::submitted_reports(reader);
  if (submitted != out.reports) {
    out.breaks.push_back("the log knows " + std::to_string(submitted) + " reports, the table " +
                         std::to_string(out.reports));
  }
  return out;
}

}  // namespace camaug::app
