#include "jobs/profile.hpp"

#include <string>
#include <vector>

#include "app/profile_change.hpp"
#include "base/log.hpp"
#include "store/clock.hpp"
#include "store/meta.hpp"
#include "store/report.hpp"

namespace camaug::jobs {
namespace {

constexpr std::string_view k_deadlines_done = "deadlines.profile_version";
constexpr std::string_view k_cutover_done = "cutover.day";

using Step = Result<bool> (*)(const app::Services&, store::Tx&, std::string_view, Instant);

// One step for each report. A report that cannot be brought along is logged and left as it is.
int each(const app::Services& services, store::Writer& writer,
         const std::vector<std::string>& reports, std::string_view what, Step step, Instant now) {
  int changed = 0;
  for (const auto& report : reports) {
    Result<bool> done = false;
    writer.run_now([&](store::Tx& tx) {
      done = step(services, tx, report, now);
      return done && *done;
    });
    if (!done) {
      log::warning("profile.not_followed", {{"what", what},
                                            {"report", std::string_view(report)},
                                            {"why", std::string_view(done.error().key)}});
    } else if (*done) {
      changed += 1;
    }
  }
  return changed;
}

// What `read` finds unless `mark` stands under `key` already.
template <class Read>
std::optional<std::vector<std::string>> unless_done(store::Writer& writer, std::string_view key,
                                                    const std::string& mark, Read read) {
  std::optional<std::vector<std::string>> out;
  writer.run_now([&](store::Tx& tx) {
    if (store::meta(tx, key) != mark) out = read(tx);
    return false;
  });
  return out;
}

void note_done(store::Writer& writer, std::string_view key, const std::string& mark) {
  writer.run_now([&](store::Tx& tx) {
    store::set_meta(tx, key, mark);
    return true;
  });
}

std::vector<std::string> of_abolished(store::Reader& reader, const app::Services& services,
                                      LocalDate today) {
  std::vector<std::string> out;
  for (const auto& agency : services.province->agencies.all()) {
    if (!agency.valid_until || *agency.valid_until >= today) continue;
    for (auto& report : store::open_reports_of(reader, agency.code)) {
      out.push_back(std::move(report));
    }
  }
  return out;
}

}  // namespace

int follow_profile(const app::Services& services, store::Writer& writer, Instant now) {
  int changed = 0;
  const std::string version = std::to_string(services.profile_version);
  const auto deadlines = unless_done(writer, k_deadlines_done, version, [](store::Tx& tx) {
    return store::reports_with_open_deadlines(tx);
  });
  if (deadlines) {
    changed += each(services, writer, *deadlines, "deadlines", app::recompute_deadlines, now);
    note_done(writer, k_deadlines_done, version);
  }
  const LocalDate today = local_date(now);
  const std::string day = format_date(today) + " " + version;
  const auto cases = unless_done(writer, k_cutover_done, day,
                                 [&](store::Tx& tx) { return of_abolished(tx, services, today); });
  if (cases) {
    changed += each(services, writer, *cases, "cutover", app::move_to_successor, now);
    note_done(writer, k_cutover_done, day);
  }
  return changed;
}

}  // namespace camaug::jobs
