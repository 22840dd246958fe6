#include "store/live.hpp"

#include "store/statement.hpp"

namespace camaug::store {
namespace {

const Sql k_after{
    "live.after",
    "SELECT e.n, e.report, e.action, r.version, r.register, r.lead, r.named_agency,"
    " COALESCE((SELECT a.path FROM area a WHERE a.id = r.area), '/'),"
    " (SELECT b.agency FROM bounce b WHERE b.report = e.report ORDER BY b.at DESC LIMIT 1), e.body"
    " FROM event e JOIN report r ON r.id = e.report WHERE e.n > $1 ORDER BY e.n LIMIT $2"};
const Sql k_cooperating{"live.cooperating", "SELECT agency FROM cooperating WHERE report = $1"};
// The agency that just lost the report: the owner of its newest answer clock.
const Sql k_previous_lead{
    "live.previous_lead",
    "SELECT c.owner FROM clock c WHERE c.report = $1 AND c.kind = 'answer' ORDER BY c.id DESC"
    " LIMIT 1"};

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
    live.cooperating = "|";
    reader.each(
        k_cooperating, [&](const Row& row) { live.cooperating += std::string(row.text(0)) + "|"; },
        live.report);
    const bool leaves = live.action == "recall" || live.action == "give_back" ||
                        live.action == "merge" || live.action == "undo" || live.action == "reopen";
    if (leaves) live.lead_before = reader.value<std::string>(k_previous_lead, live.report);
  }
  return out;
}

}  // namespace camaug::store
