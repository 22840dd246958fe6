#include "vault/master_key.hpp"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>

namespace camaug::vault {
namespace {

class File {
 public:
  explicit File(int descriptor) : descriptor_(descriptor) {}
  ~File() {
    if (descriptor_ >= 0) close(descriptor_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  [[nodiscard]] int number() const { return descriptor_; }

 private:
  int descriptor_;
};

Failure refuse(std::string key, const std::string& path) {
  return fail(ErrorCode::unavailable, std::move(key), path);
}

void wipe(std::string& text) {
  sodium_memzero(text.data(), text.size());
}

bool sync_folder(const std::string& path) {
  const std::string dir = std::filesystem::path(path).parent_path();
  const File folder(open(dir.empty() ? "." : dir.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  return folder.number() >= 0 && fsync(folder.number()) == 0;
}

}  // namespace

Secret::~Secret() {
  sodium_memzero(bytes_.data(), bytes_.size());
}

Secret Secret::random() {
  Secret secret;
  random_bytes(secret.data(), secret.bytes_.size());
  return secret;
}

bool Secret::operator==(const Secret& other) const {
  return sodium_memcmp(data(), other.data(), bytes_.size()) == 0;
}

Result<Secret> load_master_key(const std::string& path) {
  const File file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  if (file.number() < 0) {
    return refuse(errno == ENOENT ? "error.vault.key_missing" : "error.vault.key_broken", path);
  }
  struct stat info{};
  if (fstat(file.number(), &info) != 0 || !S_ISREG(info.st_mode)) {
    return refuse("error.vault.key_broken", path);
  }
  if ((info.st_mode & (S_IRWXG | S_IRWXO)) != 0 || info.st_uid != geteuid()) {
    return refuse("error.vault.key_readable", path);
  }
  std::string line(128, '\0');
  const auto bytes = read(file.number(), line.data(), line.size());
  line.resize(bytes > 0 ? static_cast<std::size_t>(bytes) : 0);
  if (line.ends_with('\n')) line.pop_back();
  auto key = from_base64url(line);
  wipe(line);
  Bytes32 raw{};
  const bool whole = key && key->size() == raw.size();
  if (whole) std::memcpy(raw.data(), key->data(), raw.size());
  if (key) wipe(*key);
  if (!whole) return refuse("error.vault.key_broken", path);
  Secret secret(raw);
  sodium_memzero(raw.data(), raw.size());
  return secret;
}

Result<Secret> create_master_key(const std::string& path) {
  const auto dir = std::filesystem::path(path).parent_path();
  if (!dir.empty() && !std::filesystem::exists(dir)) {
    std::error_code fault;
    std::filesystem::create_directories(dir.parent_path(), fault);
    if (mkdir(dir.c_str(), 0700) != 0 && errno != EEXIST) {
      return refuse("error.vault.key_unwritable", path);
    }
  }
  // Written whole under another name first: a crash must not leave half a key behind.
  const std::string draft = path + ".new";
  unlink(draft.c_str());
  const File file(open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (file.number() < 0) return refuse("error.vault.key_unwritable", path);
  const Secret secret = Secret::random();
  std::string line = to_base64url(secret.view()) + '\n';
  const bool written =
      write(file.number(), line.data(), line.size()) == static_cast<ssize_t>(line.size()) &&
      fsync(file.number()) == 0;
  wipe(line);
  // link() fails when there is a key already, rename() would replace it.
  const bool placed = written && link(draft.c_str(), path.c_str()) == 0;
  unlink(draft.c_str());
  if (!placed || !sync_folder(path)) return refuse("error.vault.key_unwritable", path);
  return secret;
}

Result<Secret> master_key(const std::string& path, bool may_create) {
  auto key = load_master_key(path);
  if (key || !may_create || key.error().key != "error.vault.key_missing") return key;
  return create_master_key(path);
}

}  // namespace camaug::vault
