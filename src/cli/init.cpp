#include "cli/init.hpp"

#include <iostream>

#include "app/demo_accounts.hpp"
#include "app/demo_history.hpp"
#include "cli/profile.hpp"
#include "domain/profile.hpp"
#include "store/figure_count.hpp"
#include "store/meta.hpp"
#include "store/migrate.hpp"
#include "store/outbox.hpp"
#include "store/profile.hpp"
#include "store/transaction.hpp"

namespace camaug::cli {
namespace {

int complain(const Error& error) {
  std::cerr << "camaug: " << error_line(error) << '\n';
  return 1;
}

Result<void> make_demo(const DataDir& dir, const InitOptions& options) {
  auto services = open_services(dir, true);
  if (!services) return Failure(services.error());
  store::Writer writer([&] { return open_to_write(dir); });
  const Instant now = SystemClock().now();
  Result<void> made;
  writer.run_now([&](store::Tx& tx) {
    made = app::create_demo_accounts(**services, tx, app::demo_history_start(now));
    store::set_meta(tx, k_meta_demo, "yes");
    return made.has_value();
  });
  if (!made) return made;
  std::cout << "camaug: demo accounts made\n" << std::flush;
  made = app::make_demo_history(**services, writer, options.seed, options.reports, now);
  writer.run_now([&](store::Tx& tx) {
    store::settle_notices(tx, now);
    return true;
  });
  return made;
}

}  // namespace

Result<void> load_province(const DataDir& dir, const std::string& profile) {
  const auto files = read_profile_dir(profile);
  if (!files) return Failure(files.error());
  const auto province = domain::load_profile(*files);
  if (!province) return Failure(province.error());
  const auto connection = open_for_long(dir);
  const Instant now = SystemClock().now();
  if (auto version = store::migrate(*connection, now); !version) return Failure(version.error());
  store::Transaction transaction(*connection, store::Transaction::Mode::write);
  store::save_profile(transaction.tx(), *files, province->areas, province->agencies, now);
  store::start_figures(transaction.tx());
  transaction.commit();
  return {};
}

int run_init(const InitOptions& options) {
  const DataDir& dir = options.place;
  if (auto made = make_data_dir(dir); !made) return complain(made.error());
  if (has_database(dir)) {
    return complain(Error{ErrorCode::conflict, "error.data_dir.taken", dir.place(), {}, {}});
  }
  if (auto loaded = load_province(dir, options.profile); !loaded) return complain(loaded.error());
  if (auto services = open_services(dir, true); !services) return complain(services.error());
  std::cout << "camaug: province loaded from " << options.profile << '\n' << std::flush;
  if (!options.demo) return 0;
  if (auto made = make_demo(dir, options); !made) return complain(made.error());
  std::cout << "camaug: demo history of " << options.reports << " reports made\n";
  return 0;
}

int run_profile_load(const DataDir& dir, const std::string& profile) {
  if (!has_database(dir)) {
    return complain(Error{ErrorCode::unavailable, "error.data_dir.none", dir.place(), {}, {}});
  }
  if (auto loaded = load_province(dir, profile); !loaded) return complain(loaded.error());
  std::cout << "camaug: profile loaded; restart the server to use it\n";
  return 0;
}

}  // namespace camaug::cli
