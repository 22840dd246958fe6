#include "cli/copy.hpp"

#include <filesystem>
#include <iostream>

#include "app/verify.hpp"
#include "cli/media_copy.hpp"
#include "store/copy.hpp"
#include "store/event.hpp"
#include "store/migrate.hpp"
#include "store/transaction.hpp"
#include "vault/master_key.hpp"

namespace camaug::cli {
namespace {

namespace fs = std::filesystem;

Result<void> copy_key(const DataDir& from, const DataDir& to) {
  const auto there = vault::load_master_key(from.keys());
  if (!there) return Failure(there.error());
  if (fs::exists(to.keys())) {
    const auto here = vault::load_master_key(to.keys());
    if (!here) return Failure(here.error());
    if (*here == *there) return {};
    return fail(ErrorCode::conflict, "error.copy.other_key", to.keys());
  }
  // Under another name until it is whole: half a key would stand in the way for good.
  const fs::path folder = fs::path(to.keys()).parent_path();
  const fs::path half = to.keys() + ".copying";
  std::error_code error;
  fs::create_directories(folder, error);
  if (!error) fs::permissions(folder, fs::perms::owner_all, error);
  if (!error) fs::copy_file(from.keys(), half, fs::copy_options::overwrite_existing, error);
  if (!error) fs::permissions(half, fs::perms::owner_read | fs::perms::owner_write, error);
  if (!error) fs::rename(half, to.keys(), error);
  if (error) return fail(ErrorCode::unavailable, "error.data_dir.unwritable", to.keys());
  return {};
}

bool verified(const DataDir& dir) {
  const auto master = vault::load_master_key(dir.keys());
  if (!master) return false;
  const vault::Vault vault(*master);
  const auto connection = open_for_long(dir);
  store::Transaction transaction(*connection, store::Transaction::Mode::read);
  const auto result = app::verify(transaction.tx(), &vault, std::nullopt);
  for (const auto& what : result.breaks) std::cout << "BREAK " << what << '\n';
  const auto head = store::head(transaction.tx());
  std::cout << "camaug: " << dir.place() << ": " << result.events << " events, " << result.reports
            << " reports, head " << head.n << ":" << head.hash << '\n';
  return result.ok();
}

Result<void> has_own_schema(store::Connection& connection) {
  store::Reader reader(connection);
  const auto found = store::schema_version(reader);
  const auto wanted = store::schema_version_wanted();
  if (found == wanted) return {};
  return fail(ErrorCode::unavailable, found < wanted ? "error.schema_older" : "error.schema_newer",
              std::to_string(found) + ", not " + std::to_string(wanted));
}

}  // namespace

Result<void> copy_rows(const DataDir& from, const DataDir& to) {
  const auto source = open_for_long(from);
  const auto target = open_for_long(to);
  if (auto fits = has_own_schema(*source); !fits) return fits;
  store::Reader reader(*target);
  if (store::schema_version(reader) == 0) {
    if (auto made = store::migrate(*target, SystemClock().now()); !made) {
      return Failure(made.error());
    }
  }
  // An older or newer one there is somebody's: it is refused as it is.
  if (auto fits = has_own_schema(*target); !fits) return fits;
  store::Transaction snapshot(*source, store::Transaction::Mode::read);
  const auto copied =
      store::copy_database(snapshot.tx(), *target, [](const store::CopiedTable& table) {
        std::cout << "camaug: " << table.name << ": " << table.rows << '\n' << std::flush;
      });
  if (!copied) return Failure(copied.error());
  return {};
}

int run_copy(const DataDir& from, const DataDir& to) {
  const auto complain = [](const Error& error) {
    std::cerr << "camaug: " << error_line(error) << '\n';
    return 1;
  };
  if (!has_database(from)) {
    return complain(Error{ErrorCode::unavailable, "error.data_dir.none", from.place(), {}, {}});
  }
  if (auto made = make_data_dir(to); !made) return complain(made.error());
  if (auto copied = copy_key(from, to); !copied) return complain(copied.error());
  const bool same_folder = fs::weakly_canonical(from.root) == fs::weakly_canonical(to.root);
  const bool same_rows = from.server == to.server && (!from.embedded() || same_folder);
  const bool same_media = from.bucket == to.bucket && (same_folder || !from.bucket.bucket.empty());
  // Files before rows: a row never names a file that is not there.
  bool whole = true;
  if (!same_media) {
    const auto copied = copy_media(from, to, std::cout);
    if (!copied) return complain(copied.error());
    whole = *copied;
  }
  if (!same_rows || same_media) {
    if (auto copied = copy_rows(from, to); !copied) return complain(copied.error());
  }
  whole = whole && verified(from) && (same_rows || verified(to));
  if (whole) {
    const auto originals = check_media(to, std::cout);
    if (!originals) return complain(originals.error());
    whole = originals->broken == 0;
  }
  std::cout << (whole ? "camaug: both are whole\n" : "camaug: NOT both are whole\n");
  return whole ? 0 : 1;
}

}  // namespace camaug::cli
