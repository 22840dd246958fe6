#include "cli/copy.hpp"

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
  std::error_code error;
  fs::create_directories(fs::path(to.keys()).parent_path(), error);
  fs::permissions(fs::path(to.keys()).parent_path(), fs::perms::owner_all, error);
  fs::copy_file(from.keys(), to.keys(), error);
  fs::permissions(to.keys(), fs::perms::owner_read | fs::perms::owner_write, error);
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
    fs::create_directories(target.parent_path(), error);
    const fs::path half = target.string() + ".copying";
    fs::copy_file(it->path(), half, fs::copy_options::overwrite_existing, error);
    if (!error) fs::rename(half, target, error);
    if (error) return fail(ErrorCode::unavailable, "error.data_dir.unwritable", target.string());
    copied += 1;
  }
  return copied;
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

Result<void> copy_rows(const DataDir& from, const DataDir& to) {
  const auto source = open_for_long(from);
  const auto target = open_for_long(to);
  if (auto version = store::migrate(*target, SystemClock().now()); !version) {
    return Failure(version.error());
  }
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
  const bool whole = verified(from) && verified(to);
  std::cout << (whole ? "camaug: both are whole\n" : "camaug: NOT both are whole\n");
  return whole ? 0 : 1;
}

}  // namespace camaug::cli
