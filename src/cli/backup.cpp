#include "cli/backup.hpp"

#include <filesystem>
#include <iostream>
#include <set>

#include "app/media.hpp"
#include "app/verify.hpp"
#include "cli/backup_set.hpp"
#include "cli/copy.hpp"
#include "cli/media_copy.hpp"
#include "cli/media_place.hpp"
#include "media/disk.hpp"
#include "store/event.hpp"
#include "store/media.hpp"
#include "store/migrate.hpp"
#include "store/snapshot.hpp"
#include "store/transaction.hpp"
#include "vault/master_key.hpp"

namespace camaug::cli {
namespace {

namespace fs = std::filesystem;

constexpr int k_page = 500;

int complain(const Error& error) {
  std::cerr << "camaug: " << error_line(error) << '\n';
  return 1;
}

// The database as it is at one moment, as a file, whatever the engine.
Result<void> take_database(const DataDir& from, const DataDir& set) {
  if (from.embedded()) {
    const auto connection = open_for_long(from);
    store::snapshot_into(*connection, set.database());
  } else {
    if (auto copied = copy_rows(from, set); !copied) return copied;
    const auto connection = open_for_long(set);
    connection->take_in_log();
  }
  return media::sync_path(set.database());
}

// Brings what the set's rows name into the pool.
class MediaBackup {
 public:
  MediaBackup(const media::MediaStore& from, const std::string& folder, const Backup& backup,
              const Manifest& before, Manifest& now)
      : from_(from), folder_(folder), backup_(backup), before_(before), now_(now) {}

  Result<void> take(const store::Media& media) {
    for (const auto& name : app::media_names(media)) {
      const MediaName file{media.id, name};
      if (is_there(file)) continue;
      if (auto done = bring(media, file); !done) return done;
    }
    return {};
  }
  [[nodiscard]] std::int64_t brought() const { return brought_; }
  [[nodiscard]] bool whole() const { return whole_; }

 private:
  // Kept files never change: one that an earlier set named and that has its size is it.
  bool is_there(const MediaName& file) {
    const auto known = before_.media.find(file);
    if (known == before_.media.end()) return false;
    std::error_code fault;
    const auto bytes = fs::file_size(backup_.pool_path(file), fault);
    if (fault || static_cast<std::int64_t>(bytes) != known->second.bytes) return false;
    now_.media.insert(*known);
    return true;
  }

  Result<void> bring(const store::Media& media, const MediaName& file) {
    const auto path = from_.local(media.id, file.second, folder_);
    if (!path && path.error().code == ErrorCode::not_found) {
      // Not each version was ever made; the original was, and may have gone since.
      if (file.second == "original") now_.missing.push_back(media.id);
      return {};
    }
    if (!path && path.error().key == "error.media.damaged") return broken(media.id);
    if (!path) return Failure(path.error());
    auto kept = backup_.bring(*path, file);
    std::error_code ignored;
    if (path->starts_with(folder_)) fs::remove(*path, ignored);
    if (!kept) return Failure(kept.error());
    if (file.second == "original" && kept->sha256 != media.sha256) return broken(media.id);
    now_.media.emplace(file, std::move(*kept));
    brought_ += 1;
    return {};
  }

  Result<void> broken(const std::string& id) {
    std::cout << "BREAK media " << id << " is not what its row says\n";
    whole_ = false;
    return {};
  }

  const media::MediaStore& from_;
  const std::string& folder_;
  const Backup& backup_;
  const Manifest& before_;
  Manifest& now_;
  std::int64_t brought_ = 0;
  bool whole_ = true;
};

Result<bool> take_media(const DataDir& from, const DataDir& set, const Backup& backup,
                        const Manifest& before, Manifest& now) {
  const auto root = open_media(from);
  if (!root) return Failure(root.error());
  const auto work = root->make_work_dir();
  if (!work) return Failure(work.error());
  MediaBackup media(root->store(), work->path, backup, before, now);
  const auto connection = open_to_read(set);
  store::Reader reader(*connection);
  Result<void> done;
  std::string after;
  for (auto page = store::media_after(reader, after, k_page); done && !page.empty();
       page = store::media_after(reader, after, k_page)) {
    for (const auto& one : page) {
      if (done) done = media.take(one);
    }
    after = page.back().id;
  }
  root->discard(work->token);
  if (!done) return Failure(done.error());
  std::cout << "camaug: media: " << media.brought() << " files brought, "
            << static_cast<std::int64_t>(now.media.size()) - media.brought() << " were there, "
            << now.missing.size() << " originals are missing\n"
            << std::flush;
  return media.whole();
}

void describe(const DataDir& set, Manifest& manifest) {
  const auto connection = open_to_read(set);
  store::Reader reader(*connection);
  const auto head = store::head(reader);
  manifest.schema = store::schema_version(reader);
  manifest.reports = store::count_reports(reader);
  manifest.head_n = head.n;
  manifest.head_hash = head.hash;
}

Result<bool> back_up(const BackupCommand& command, const Backup& backup) {
  if (auto made = backup.make(); !made) return Failure(made.error());
  Manifest before;
  const auto sets = backup.sets();
  if (!sets.empty()) {
    auto last = backup.read(sets.back());
    if (!last) return Failure(last.error());
    before = std::move(*last);
  }
  Manifest now;
  now.made_at = SystemClock().now();
  const std::string name = set_name(now.made_at);
  const DataDir set{backup.set_dir(name)};
  if (auto made = make_data_dir(set); !made) return Failure(made.error());
  // Rows before files: a file that a row names was kept before the row was written.
  if (auto taken = take_database(command.from, set); !taken) return Failure(taken.error());
  describe(set, now);
  const auto whole = take_media(command.from, set, backup, before, now);
  if (!whole) return whole;
  auto database = backup_file(set.database());
  if (!database) return Failure(database.error());
  now.database = std::move(*database);
  if (auto written = backup.write(name, now); !written) return Failure(written.error());
  std::cout << "camaug: set " << name << ": " << now.reports << " reports, head " << now.head_n
            << ":" << now.head_hash << '\n';
  if (command.keep > 0) {
    const auto removed = backup.prune(command.keep, name);
    if (!removed) return Failure(removed.error());
    std::cout << "camaug: " << removed->first << " older sets and " << removed->second
              << " files of theirs removed\n";
  }
  return whole;
}

// What of a set is not what its manifest says; each was named.
struct Damage {
  bool database = false;
  std::set<MediaName> media;
  [[nodiscard]] bool any() const { return database || !media.empty(); }
};

Damage find_damage(const Backup& backup, const std::string& set, const Manifest& manifest) {
  const auto is_whole = [](const std::string& path, const BackupFile& wanted,
                           const std::string& what) {
    const auto found = backup_file(path);
    if (found && *found == wanted) return true;
    std::cout << "BREAK " << what << (found ? " is not what was kept\n" : " is missing\n");
    return false;
  };
  Damage out;
  out.database =
      !is_whole(DataDir{backup.set_dir(set)}.database(), manifest.database, "the database");
  for (const auto& [name, file] : manifest.media) {
    if (!is_whole(backup.pool_path(name), file, "media " + name.first + " " + name.second)) {
      out.media.insert(name);
    }
  }
  std::cout << "camaug: " << manifest.media.size() + 1 << " files compared, "
            << out.media.size() + (out.database ? 1 : 0) << " broken\n";
  return out;
}

bool record_is_whole(const DataDir& dir, const std::string& keys, const Manifest& manifest) {
  std::optional<vault::Vault> vault;
  if (!keys.empty()) {
    const auto master = vault::load_master_key(keys);
    if (!master) {
      complain(master.error());
      return false;
    }
    vault.emplace(*master);
  }
  const auto connection = open_to_read(dir);
  store::Transaction transaction(*connection, store::Transaction::Mode::read);
  const auto head = std::to_string(manifest.head_n) + ":" + manifest.head_hash;
  const auto result = app::verify(transaction.tx(), vault ? &*vault : nullptr,
                                  manifest.head_n > 0 ? std::optional(head) : std::nullopt);
  for (const auto& what : result.breaks) std::cout << "BREAK " << what << '\n';
  std::cout << "camaug: " << result.events << " events and " << result.reports
            << " reports replayed, head " << head << '\n';
  return result.ok();
}

Result<void> bring_key(const std::string& from, const DataDir& to) {
  const auto master = vault::load_master_key(from);
  if (!master) return Failure(master.error());
  const fs::path folder = fs::path(to.keys()).parent_path();
  std::error_code fault;
  fs::create_directories(folder, fault);
  if (!fault) fs::permissions(folder, fs::perms::owner_all, fault);
  if (!fault && !fs::exists(to.keys())) {
    fs::copy_file(from, to.keys() + ".part", fs::copy_options::overwrite_existing, fault);
    if (!fault) {
      fs::permissions(to.keys() + ".part", fs::perms::owner_read | fs::perms::owner_write, fault);
    }
    if (!fault) fs::rename(to.keys() + ".part", to.keys(), fault);
  }
  if (fault) return fail(ErrorCode::unavailable, "error.data_dir.unwritable", to.keys());
  return {};
}

Result<void> put_media(const Backup& backup, const Manifest& manifest, const Damage& damage,
                       const DataDir& to) {
  const auto root = open_media(to);
  if (!root) return Failure(root.error());
  const auto work = root->make_work_dir();
  if (!work) return Failure(work.error());
  for (const auto& [name, file] : manifest.media) {
    if (damage.media.contains(name)) continue;
    const std::string copy = work->path + "/" + name.second;
    std::error_code fault;
    fs::copy_file(backup.pool_path(name), copy, fs::copy_options::overwrite_existing, fault);
    if (fault) return fail(ErrorCode::unavailable, "error.data_dir.unwritable", copy);
    if (auto kept = root->keep(copy, name.first, name.second); !kept) return kept;
  }
  root->discard(work->token);
  std::cout << "camaug: media: " << manifest.media.size() - damage.media.size() << " files, "
            << damage.media.size() << " left out\n"
            << std::flush;
  return {};
}

Result<void> put_database(const DataDir& set, const DataDir& to) {
  if (!to.embedded()) return copy_rows(set, to);
  std::error_code fault;
  const std::string half = to.database() + ".part";
  fs::copy_file(set.database(), half, fs::copy_options::overwrite_existing, fault);
  if (fault) return fail(ErrorCode::unavailable, "error.data_dir.unwritable", half);
  if (auto synced = media::sync_path(half); !synced) return synced;
  fs::rename(half, to.database(), fault);
  if (fault) return fail(ErrorCode::unavailable, "error.data_dir.unwritable", to.database());
  return media::sync_path(to.root);
}

}  // namespace

int run_backup(const BackupCommand& command) {
  if (!has_database(command.from)) {
    return complain(
        Error{ErrorCode::unavailable, "error.data_dir.none", command.from.place(), {}, {}});
  }
  const auto whole = back_up(command, Backup(command.to));
  if (!whole) return complain(whole.error());
  return *whole ? 0 : 1;
}

int run_backup_verify(const BackupVerify& command) {
  const Backup backup(command.backup);
  const auto set = backup.find(command.set);
  if (!set) return complain(set.error());
  const auto manifest = backup.read(*set);
  if (!manifest) return complain(manifest.error());
  std::cout << "camaug: set " << *set << '\n' << std::flush;
  const bool whole = !find_damage(backup, *set, *manifest).any() &&
                     record_is_whole(DataDir{backup.set_dir(*set)}, command.keys, *manifest);
  std::cout << (whole ? "camaug: the backup is whole\n" : "camaug: the backup is NOT whole\n");
  return whole ? 0 : 1;
}

int run_restore(const RestoreCommand& command) {
  const Backup backup(command.from);
  const auto set = backup.find(command.set);
  if (!set) return complain(set.error());
  const auto manifest = backup.read(*set);
  if (!manifest) return complain(manifest.error());
  if (auto made = make_data_dir(command.to); !made) return complain(made.error());
  if (has_database(command.to)) {
    return complain(Error{ErrorCode::conflict, "error.data_dir.taken", command.to.place(), {}, {}});
  }
  std::cout << "camaug: set " << *set << '\n' << std::flush;
  const Damage damage = find_damage(backup, *set, *manifest);
  if (damage.database || (damage.any() && !command.leave_damaged)) {
    std::cout << "camaug: nothing was restored"
              << (damage.database ? "\n" : "; --leave-damaged restores all but these\n");
    return 1;
  }
  if (auto key = bring_key(command.keys, command.to); !key) return complain(key.error());
  // Files before rows, and the database last: a place without one is still empty.
  if (auto put = put_media(backup, *manifest, damage, command.to); !put)
    return complain(put.error());
  if (auto put = put_database(DataDir{backup.set_dir(*set)}, command.to); !put) {
    return complain(put.error());
  }
  const bool whole = record_is_whole(command.to, command.to.keys(), *manifest);
  std::cout << (whole ? "camaug: restored and whole\n" : "camaug: restored, but NOT whole\n");
  return whole ? 0 : 1;
}

}  // namespace camaug::cli
