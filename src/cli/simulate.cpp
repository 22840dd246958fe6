#include "cli/simulate.hpp"

#include <cmath>
#include <filesystem>
#include <iostream>

#include "app/demo_accounts.hpp"
#include "app/demo_history.hpp"
#include "cli/init.hpp"
#include "store/meta.hpp"
#include "store/search_index.hpp"
#include "store/transaction.hpp"
#include "store/writer.hpp"

namespace camaug::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t k_said_every = 100'000;

int complain(const Error& error) {
  std::cerr << "camaug: " << error_line(error) << '\n';
  return 1;
}

double seconds(const Stopwatch& watch) {
  return std::chrono::duration<double>(watch.elapsed()).count();
}

// The true histories, in a database of their own with the keys of the real one.
Result<void> make_stories(const SimulateCommand& command, const DataDir& scratch,
                          const app::Services& services, Instant now) {
  if (auto made = make_data_dir(scratch); !made) return made;
  if (auto loaded = load_province(scratch, command.profile); !loaded) return loaded;
  store::Writer writer([&] { return open_for_filling(scratch); });
  Result<void> made;
  writer.run_now([&](store::Tx& tx) {
    made = app::create_demo_accounts(services, tx, app::demo_history_start(now));
    return made.has_value();
  });
  if (!made) return made;
  return app::make_demo_history(services, writer, command.options.seed, command.stories, now);
}

void print(const SimulateCommand& command, const DataDir& scratch, const app::Services& services,
           Instant now) {
  const auto stories = open_to_read(scratch);
  store::Reader reader(*stories);
  const auto columns = app::stamp_columns(reader);
  const auto stamps = app::cut_stamps(reader, columns, services.vault);
  const auto target = open_for_filling(command.place);
  {
    store::Transaction transaction(*target, store::Transaction::Mode::write);
    app::simulate_accounts(reader, transaction.tx(), app::simulation_start(command.options, now));
    store::set_meta(transaction.tx(), k_meta_demo, "yes");
    transaction.commit();
  }
  const Stopwatch watch;
  std::int64_t next = k_said_every;
  const auto made = app::simulate(
      stamps, columns, services.vault, services.province->info.code_prefix, *target,
      command.options, [&](std::int64_t reports) {
        if (reports < next) return;
        next = reports + k_said_every;
        std::cout << "camaug: " << reports << " reports, "
                  << static_cast<std::int64_t>(static_cast<double>(reports) / seconds(watch))
                  << " a second\n"
                  << std::flush;
      });
  const double took = seconds(watch);
  store::fill_search(*target);
  std::cout << "camaug: " << made.reports << " reports and " << made.events << " events in "
            << std::lround(took) << " s, "
            << static_cast<std::int64_t>(static_cast<double>(made.reports) / took)
            << " reports a second; their search index in " << std::lround(seconds(watch) - took)
            << " s more\n";
}

}  // namespace

int run_simulate(const SimulateCommand& command) {
  const DataDir& dir = command.place;
  if (auto made = make_data_dir(dir); !made) return complain(made.error());
  if (has_database(dir)) {
    return complain(Error{ErrorCode::conflict, "error.data_dir.taken", dir.place(), {}, {}});
  }
  if (auto loaded = load_province(dir, command.profile); !loaded) return complain(loaded.error());
  const auto services = open_services(dir, true);
  if (!services) return complain(services.error());
  const DataDir scratch{dir.root + "/stories"};
  const Instant now = SystemClock().now();
  std::cout << "camaug: making " << command.stories << " true histories\n" << std::flush;
  auto made = make_stories(command, scratch, **services, now);
  if (made) print(command, scratch, **services, now);
  std::error_code ignored;
  fs::remove_all(scratch.root, ignored);
  return made ? 0 : complain(made.error());
}

}  // namespace camaug::cli
