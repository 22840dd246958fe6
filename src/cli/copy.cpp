#include "cli/copy.hpp"

#include <unistd.h>

#include <filesystem>
#include <iostream>

#include "app/verify.hpp"
#include "base/id.hpp"
#include "store/copy.hpp"
#include "store/event.hpp"
#include "store/media.hpp"
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

// Every file that is not there yet in its size; whole before it has its name.
Result<std::int64_t> copy_files(const fs::path& from, const fs::path& to) {
  std::int64_t copied = 0;
  std::error_code error;
  if (!fs::exists(from)) return copied;
  for (fs::recursive_directory_iterator it(from, error), end; !error && it != end;
       it.increment(error)) {
    const fs::path part = fs::relative(it->path(), from);
    if (*part.begin() == "incoming" || !it->is_regular_file()) continue;
    const fs::path target = to / part;
    if (fs::exists(target) && fs::file_size(target) == it->file_size()) continue;
    const fs::path half = target.string() + ".copying";
    fs::create_directories(target.parent_path(), error);
    if (!error) fs::copy_file(it->path(), half, fs::copy_options::overwrite_existing, error);
    if (!error) fs::rename(half, target, error);
    if (error) return fail(ErrorCode::unavailable, "error.data_dir.unwritable", target.string());
    copied += 1;
  }
  if (error) return fail(ErrorCode::unavailable, "error.copy.unreadable", from.string());
  ::sync();  // the rows that name them come next
  return copied;
}

// Every original that the source has is there, with the hash that its row says.
bool same_originals(const DataDir& from, const DataDir& to) {
  const auto there = media::MediaRoot::open(from.media());
  const auto here = media::MediaRoot::open(to.media());
  if (!there || !here) return false;
  const auto connection = open_to_read(to);
  store::Reader reader(*connection);
  std::int64_t compared = 0;
  bool same = true;
  for (const auto& [id, hash] : store::media_hashes(reader)) {
    if (!fs::exists(there->path_of(id, "original"))) continue;
    compared += 1;
    if (media::sha256_file(here->path_of(id, "original")) == hash) continue;
    std::cout << "BREAK media " << id << " is not what its row says\n";
    same = false;
  }
  std::cout << "camaug: media: " << compared << " originals compared\n";
  return same;
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

}  // namespace

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
  // Files before rows: a row never names a file that is not there.
  const bool same = fs::weakly_canonical(from.root) == fs::weakly_canonical(to.root);
  if (!same) {
    const auto files = copy_files(from.media(), to.media());
    if (!files) return complain(files.error());
    std::cout << "camaug: media: " << *files << " files copied\n" << std::flush;
  }
  if (auto copied = copy_rows(from, to); !copied) return complain(copied.error());
  const bool whole = verified(from) && verified(to) && same_originals(from, to);
  std::cout << (whole ? "camaug: both are whole\n" : "camaug: NOT both are whole\n");
  return whole ? 0 : 1;
}

}  // namespace camaug::cli
