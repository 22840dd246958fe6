#include "cli/media_copy.hpp"

#include <filesystem>
#include <functional>

#include "app/media.hpp"
#include "cli/media_place.hpp"
#include "store/media.hpp"
#include "store/transaction.hpp"

namespace camaug::cli {
namespace {

namespace fs = std::filesystem;

constexpr int k_page = 500;

// Removed with everything in it at the end.
class Workshop {
 public:
  explicit Workshop(const media::MediaRoot& root, media::MediaRoot::WorkDir dir)
      : root_(root), dir_(std::move(dir)) {}
  Workshop(const Workshop&) = delete;
  Workshop& operator=(const Workshop&) = delete;
  ~Workshop() { root_.discard(dir_.token); }
  [[nodiscard]] const std::string& path() const { return dir_.path; }
  // A copy that local() made is not needed any more; a file in its own place stays.
  void drop(const std::string& path) const {
    std::error_code ignored;
    if (path.starts_with(dir_.path)) fs::remove(path, ignored);
  }

 private:
  const media::MediaRoot& root_;
  media::MediaRoot::WorkDir dir_;
};

bool is_damaged(const Error& error) {
  return error.key == "error.media.damaged";
}
bool is_missing(const Error& error) {
  return error.code == ErrorCode::not_found;
}

Result<void> each_media(const DataDir& dir,
                        const std::function<Result<void>(const store::Media&)>& work) {
  const auto connection = open_for_long(dir);
  store::Transaction snapshot(*connection, store::Transaction::Mode::read);
  std::string after;
  for (;;) {
    const auto page = store::media_after(snapshot.tx(), after, k_page);
    if (page.empty()) return {};
    for (const auto& media : page) {
      if (auto done = work(media); !done) return done;
    }
    after = page.back().id;
  }
}

class MediaCopy {
 public:
  MediaCopy(const media::MediaStore& from, const media::MediaRoot& to, const Workshop& shop,
            std::ostream& out)
      : from_(from), to_(to), shop_(shop), out_(out) {}

  Result<void> take(const store::Media& media) {
    const auto names = app::media_names(media);
    for (const auto& name : names) {
      if (auto done = one(media, name); !done) return done;
    }
    return {};
  }
  [[nodiscard]] bool whole() const { return whole_; }
  void tell() const {
    out_ << "camaug: media: " << copied_ << " files copied, " << there_ << " were there, "
         << missing_ << " are missing at the source\n"
         << std::flush;
  }

 private:
  // The SHA-256 of a kept file, as its store notes it or as it is.
  Result<std::string> hash_at(const media::MediaStore& store, const std::string& id,
                              const std::string& name) {
    const auto facts = store.read({id, name});
    if (!facts) return Failure(facts.error());
    if (!facts->facts.sha256.empty()) return facts->facts.sha256;
    const auto path = store.local(id, name, shop_.path());
    if (!path) return Failure(path.error());
    auto hash = media::sha256_file(*path);
    shop_.drop(*path);
    return hash;
  }

  Result<void> one(const store::Media& media, const std::string& name) {
    const auto hash = hash_at(from_, media.id, name);
    if (!hash && is_missing(hash.error())) {
      // Not each version of each file was ever made; the original always was.
      if (name != "original") return {};
      missing_ += 1;
      out_ << "camaug: media " << media.id << ": its original is missing\n";
      return {};
    }
    if (!hash) return is_damaged(hash.error()) ? broken(media.id, name) : Failure(hash.error());
    const auto here = hash_at(to_.store(), media.id, name);
    if (here && *here == *hash) {
      there_ += 1;
      return {};
    }
    if (!here && !is_missing(here.error()) && !is_damaged(here.error())) {
      return Failure(here.error());
    }
    return bring(media.id, name);
  }

  Result<void> broken(const std::string& id, const std::string& name) {
    whole_ = false;
    out_ << "BREAK media " << id << ": " << name << " is not what was kept\n";
    return {};
  }

  Result<void> bring(const std::string& id, const std::string& name) {
    auto path = from_.local(id, name, shop_.path());
    if (!path) return is_damaged(path.error()) ? broken(id, name) : Failure(path.error());
    if (!path->starts_with(shop_.path())) {
      const std::string copy = shop_.path() + '/' + name;
      std::error_code fault;
      fs::copy_file(*path, copy, fs::copy_options::overwrite_existing, fault);
      if (fault) return fail(ErrorCode::unavailable, "error.data_dir.unwritable", copy);
      *path = copy;
    }
    if (auto kept = to_.keep(*path, id, name); !kept) return kept;
    copied_ += 1;
    if (copied_ % 1000 == 0) tell();
    return {};
  }

  const media::MediaStore& from_;
  const media::MediaRoot& to_;
  const Workshop& shop_;
  std::ostream& out_;
  std::int64_t copied_ = 0;
  std::int64_t there_ = 0;
  std::int64_t missing_ = 0;
  bool whole_ = true;
};

}  // namespace

Result<bool> copy_media(const DataDir& from, const DataDir& to, std::ostream& out) {
  const auto source = open_media(from);
  if (!source) return Failure(source.error());
  const auto target = open_media(to);
  if (!target) return Failure(target.error());
  auto work = target->make_work_dir();
  if (!work) return Failure(work.error());
  const Workshop shop(*target, std::move(*work));
  MediaCopy copy(source->store(), *target, shop, out);
  if (auto done = each_media(from, [&](const store::Media& m) { return copy.take(m); }); !done) {
    return Failure(done.error());
  }
  copy.tell();
  return copy.whole();
}

Result<MediaCheck> check_media(const DataDir& dir, std::ostream& out) {
  const auto root = open_media(dir);
  if (!root) return Failure(root.error());
  auto work = root->make_work_dir();
  if (!work) return Failure(work.error());
  const Workshop shop(*root, std::move(*work));
  MediaCheck found;
  const auto done = each_media(dir, [&](const store::Media& media) -> Result<void> {
    const auto path = root->store().local(media.id, "original", shop.path());
    if (!path && is_missing(path.error())) {
      found.missing += 1;
      out << "camaug: media " << media.id << ": its original is missing\n";
      return {};
    }
    if (!path && !is_damaged(path.error())) return Failure(path.error());
    found.compared += 1;
    const auto hash = path ? media::sha256_file(*path) : Failure(path.error());
    if (path) shop.drop(*path);
    if (hash && *hash == media.sha256) return {};
    found.broken += 1;
    out << "BREAK media " << media.id << " is not what its row says\n";
    return {};
  });
  if (!done) return Failure(done.error());
  out << "camaug: media: " << found.compared << " originals compared, " << found.missing
      << " missing\n";
  return found;
}

}  // namespace camaug::cli
