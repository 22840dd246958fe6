// How long the leaders' figures take with many reports loaded: rows as the use cases leave them,
// written straight into the tables. Writes only below the directory it is given.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "app/demo_dice.hpp"
#include "app/figures.hpp"
#include "base/json.hpp"
#include "store/clock.hpp"
#include "store/figure_count.hpp"
#include "store/migrate.hpp"
#include "store/profile.hpp"
#include "store/report.hpp"
#include "store/sqlite.hpp"
#include "store/transaction.hpp"

namespace {

using namespace camaug;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;

const Instant k_now = from_epoch_ms(1'790'000'000'000);
constexpr int k_rounds = 50;

domain::ProfileFiles read_profile(const std::string& folder) {
  domain::ProfileFiles files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    std::ifstream in(entry.path(), std::ios::binary);
    std::ostringstream content;
    content << in.rdbuf();
    files[entry.path().filename().string()] = std::move(content).str();
  }
  return files;
}

class Filler {
 public:
  Filler(const domain::Province& province, store::Tx& tx)
      : province_(province), tx_(tx), units_(province.areas.units("2025")) {}

  void add(std::int64_t i, int over_days) {
    app::DemoDice dice(1, static_cast<std::uint64_t>(i));
    domain::Report r;
    r.submitted_at = k_now - minutes(dice.between(1, std::int64_t{over_days} * 1440));
    r.id = dice.uuid7(r.submitted_at);
    r.number = i;
    r.code = "CM-2026-" + std::to_string(1'000'000 + i);
    const auto& fields = province_.taxonomy.fields();
    r.field = fields[dice.below(fields.size())].code;
    const auto* unit = units_[dice.below(units_.size())];
    r.area = unit->id;
    const auto* agency = province_.agencies.resolve(province_.areas, "commune_committee", unit->id,
                                                    local_date(k_now));
    const std::string lead = agency == nullptr ? "portal" : agency->code;
    r.updated_at = r.submitted_at;
    r.version = 1;
    Instant at = r.submitted_at + minutes(dice.between(5, 150));
    clock(r, domain::ClockKind::dispatch, "portal", r.submitted_at, at, hours(2));
    const double end = dice.unit();
    if (end < 0.12) {
      close(r, domain::State::refused, at);
    } else {
      r.lead = lead;
      r.dispatched_at = at;
      const Instant answered = at + minutes(dice.between(20, 320));
      const bool open = r.submitted_at > k_now - days(2) || end > 0.97;
      clock(r, domain::ClockKind::answer, lead, at, answered, hours(4), open);
      clock(r, domain::ClockKind::give_back, lead, at, answered, hours(1), open, true);
      r.state = domain::State::dispatched;
      if (open) {
        r.due_clock = domain::ClockKind::answer;
        r.due_at = at + hours(4);
      } else {
        const Instant relayed = answered + minutes(dice.between(5, 150));
        clock(r, domain::ClockKind::relay, "portal", answered, relayed, hours(2));
        const bool planned = dice.chance(0.25);
        const Instant done = planned ? relayed + days(dice.between(2, 15)) : relayed;
        if (planned) {
          clock(r, domain::ClockKind::repair, lead, relayed, done, days(10));
          clock(r, domain::ClockKind::relay, "portal", done, done + hours(1), hours(2));
        }
        close(r, domain::State::resolved, done);
        if (dice.chance(0.4)) r.rating = 5;
      }
    }
    store::insert_report(tx_, r, {"-", "-"});
    for (const auto& row : clocks_)
      store::insert_clock(tx_, row,
                          {r.number, true, row.ended_at && row.kind == domain::ClockKind::answer});
    clocks_.clear();
  }

 private:
  static void close(domain::Report& r, domain::State state, Instant at) {
    r.state = state;
    r.closed_at = at;
  }
  void clock(const domain::Report& r, domain::ClockKind kind, const std::string& owner,
             Instant from, Instant until, Millis limit, bool open = false, bool informs = false) {
    domain::ClockRow row;
    row.id = ++clock_id_;
    row.report = r.id;
    row.kind = kind;
    row.owner = owner;
    row.started_at = from;
    row.due_at = from + limit;
    row.result = until <= from + limit ? domain::ClockResult::met : domain::ClockResult::late;
    if (informs) row.result = domain::ClockResult::voided;
    if (open) {
      row.result = domain::ClockResult::running;
    } else {
      row.ended_at = until;
    }
    clocks_.push_back(std::move(row));
  }

  const domain::Province& province_;
  store::Tx& tx_;
  std::vector<const domain::Area*> units_;
  std::vector<domain::ClockRow> clocks_;
  std::int64_t clock_id_ = 0;
};

void measure(const app::Services& services, store::Connection& connection, const char* name,
             const domain::Viewer& viewer, const app::FiguresAsked& asked) {
  store::Reader reader(connection);
  std::vector<double> times;
  std::int64_t received = 0;
  std::size_t bytes = 0;
  const auto query = app::figures_query(services, asked, k_now).value();
  const std::clock_t cpu = std::clock();
  for (int i = 0; i < k_rounds; ++i) {
    const Stopwatch watch;
    const auto view = app::figures(services, reader, viewer, query, k_now, Lang::vi);
    bytes = json::to_text(view).size();
    times.push_back(std::chrono::duration<double, std::milli>(watch.elapsed()).count());
    received = view.parts.received;
  }
  std::ranges::sort(times);
  std::printf("%-34s received %7lld  %6zu bytes  p50 %6.2f ms  p99 %6.2f ms  CPU %6.2f ms\n", name,
              static_cast<long long>(received), bytes, times[times.size() / 2], times.back(),
              1000.0 * static_cast<double>(std::clock() - cpu) / CLOCKS_PER_SEC / k_rounds);
}

}  // namespace

// figures_bench DIRECTORY PROFILE [REPORTS] [DAYS]
int main(int argc, char** argv) {
  if (argc < 3) return 2;
  const int reports = argc > 3 ? std::atoi(argv[3]) : 100'000;
  const int over_days = argc > 4 ? std::atoi(argv[4]) : 365;
  const auto files = read_profile(argv[2]);
  auto province = domain::load_profile(files);
  if (!province) return 1;
  store::SqliteOptions options;
  options.path = std::string(argv[1]) + "/figures.db";
  options.mode = store::SqliteOptions::Mode::create;
  options.durability = store::SqliteOptions::Durability::off;
  const auto connection = store::open_sqlite(options);
  if (!store::migrate(*connection, k_now)) return 1;
  {
    store::Transaction transaction(*connection, store::Transaction::Mode::write);
    store::save_profile(transaction.tx(), files, province->areas, province->agencies, k_now);
    Filler filler(*province, transaction.tx());
    for (int i = 1; i <= reports; ++i) filler.add(i, over_days);
    const Stopwatch watch;
    store::recount_figures(transaction.tx());
    std::printf("%-34s %.1f s\n", "all sheets counted anew",
                std::chrono::duration<double>(watch.elapsed()).count());
    transaction.commit();
  }
  const app::Services services{std::make_shared<domain::Province>(std::move(*province)),
                               vault::Vault(vault::Secret::random()),
                               media::MediaRoot::open(std::string(argv[1]) + "/media").value(),
                               "key",
                               "",
                               "",
                               "",
                               false,
                               nullptr,
                               {}};
  domain::Viewer viewer;
  viewer.role = domain::Role::coordinator;
  measure(services, *connection, "coordinator, 30 days", viewer, {});
  measure(services, *connection, "coordinator, one commune", viewer, {.area = "2025-31825"});
  measure(services, *connection, "coordinator, districts of 2022", viewer, {.edition = "2022"});
  viewer.role = domain::Role::supervisor;
  viewer.area = "2025-96";
  measure(services, *connection, "supervisor of the province", viewer, {});
  viewer.area = "2025-31825";
  measure(services, *connection, "supervisor of a commune", viewer, {});
  viewer.role = domain::Role::agency_leader;
  viewer.agency = "portal";
  measure(services, *connection, "leader of the portal", viewer, {});
  return 0;
}
