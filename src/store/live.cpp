#include "store/live.hpp"

#include <algorithm>
#include <array>

#include "base/json.hpp"
#include "store/pack.hpp"
#include "store/report_number.hpp"
#include "store/statement.hpp"

namespace camaug::store {
namespace {

const Sql k_after{
    "live.after",
    "SELECT e.n, r.id, e.action, r.version, r.register, r.lead, r.named_agency,"
    " COALESCE((SELECT a.path FROM area a WHERE a.id = r.area), '/')"
    " FROM event e JOIN report r ON r.number = e.report WHERE e.n > $1 ORDER BY e.n LIMIT $2"};
const Sql k_cooperating{"live.cooperating", "SELECT agency FROM cooperating WHERE report = $1"};
const Sql k_earlier{"live.earlier", "SELECT body FROM event WHERE " CAMAUG_OF_REPORT
                                    " AND n < $2 ORDER BY seq DESC"};

constexpr std::array<std::string_view, 8> k_leaving = {
    "recall", "give_back", "merge", "undo", "reopen", "dispatch", "refuse", "hand_over"};

boost::json::object body_of(std::string_view text) {
  const auto body = json::parse(text);
  return body && body->is_object() ? body->get_object() : boost::json::object{};
}

const boost::json::value* changed(const boost::json::object& body, std::string_view column) {
  const auto* set = body.if_contains("set");
  return set != nullptr && set->is_object() ? set->get_object().if_contains(column) : nullptr;
}

// Register, lead and helpers as they were before the event: what the newest earlier one says.
void look_back(Reader& reader, LiveRow& live) {
  std::optional<std::string> before;
  bool lead_known = false;
  bool helpers_known = false;
  live.agencies_before = "|";
  const auto look = [&](const boost::json::object& body) {
    const auto* moved = before ? nullptr : changed(body, "register");
    if (moved != nullptr && moved->is_string()) before = std::string(moved->get_string());
    const auto* lead = lead_known ? nullptr : changed(body, "lead");
    lead_known = lead_known || lead != nullptr;
    if (lead != nullptr && lead->is_string()) {
      live.agencies_before += std::string(lead->get_string()) + "|";
    }
    const auto* helpers = helpers_known ? nullptr : body.if_contains("cooperating");
    if (helpers == nullptr || !helpers->is_array()) return;
    helpers_known = true;
    for (const auto& agency : helpers->get_array()) {
      live.agencies_before += std::string(agency.as_string()) + "|";
    }
  };
  reader.each(
      k_earlier, [&](const Row& row) { look(body_of(unpacked(row.bytes(0)))); }, live.report,
      live.n);
  live.register_before = before.value_or("ordinary");
}

}  // namespace

std::vector<LiveRow> live_after(Reader& reader, std::int64_t n, int limit) {
  std::vector<LiveRow> out;
  reader.each(
      k_after,
      [&](const Row& row) {
        LiveRow live;
        live.n = row.integer(0);
        live.report = row.text(1);
        live.action = row.text(2);
        live.version = row.integer(3);
        live.register_word = row.text(4);
        if (!row.is_null(5)) live.lead = std::string(row.text(5));
        if (!row.is_null(6)) live.named_agency = std::string(row.text(6));
        live.path = row.text(7);
        out.push_back(std::move(live));
      },
      n, std::int64_t{limit});
  for (auto& live : out) {
    if (live.action == "submit") continue;  // nobody works on it yet, and nobody did
    reader.each(
        k_cooperating, [&](const Row& row) { live.cooperating += std::string(row.text(0)) + "|"; },
        live.report);
    if (std::ranges::find(k_leaving, live.action) != k_leaving.end()) {
      look_back(reader, live);
    }
  }
  return out;
}

}  // namespace camaug::store
