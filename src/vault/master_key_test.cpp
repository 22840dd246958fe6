// Tests of vault/master_key on real files.
#include "vault/master_key.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <stdexcept>

using namespace camaug;
using namespace camaug::vault;
namespace fs = std::filesystem;

namespace {

struct Folder {
  std::string path = (fs::temp_directory_path() / "camaug-vault-XXXXXX").string();
  Folder() {
    if (mkdtemp(path.data()) == nullptr) throw std::runtime_error("no folder");
  }
  ~Folder() {
    std::error_code ignored;
    fs::remove_all(path, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
};

std::string key_of(const Result<Secret>& result) {
  return result ? std::string() : result.error().key;
}

void write(const std::string& path, const std::string& text, fs::perms mode = fs::perms(0600)) {
  std::ofstream(path, std::ios::trunc) << text;
  fs::permissions(path, mode);
}

}  // namespace

TEST_CASE("made once at the first start, then the same for ever") {
  const Folder folder;
  const std::string path = folder.path + "/keys/master.key";
  CHECK(key_of(master_key(path, false)) == "error.vault.key_missing");
  CHECK_FALSE(fs::exists(path));
  const auto made = master_key(path, true);
  REQUIRE(made.has_value());
  struct stat info{};
  REQUIRE(stat(path.c_str(), &info) == 0);
  CHECK((info.st_mode & 0777) == 0600);
  REQUIRE(stat((folder.path + "/keys").c_str(), &info) == 0);
  CHECK((info.st_mode & 0777) == 0700);
  CHECK(master_key(path, true) == *made);
  CHECK(master_key(path, false) == *made);
  CHECK(key_of(create_master_key(path)) == "error.vault.key_unwritable");
  CHECK(load_master_key(path) == *made);
  CHECK_FALSE(fs::exists(path + ".new"));
}

TEST_CASE("a key that others can read is refused") {
  const Folder folder;
  const std::string path = folder.path + "/master.key";
  REQUIRE(create_master_key(path).has_value());
  for (const int mode : {0640, 0604, 0660, 0644, 0610}) {
    fs::permissions(path, fs::perms(mode));
    CHECK(key_of(master_key(path, true)) == "error.vault.key_readable");
  }
  fs::permissions(path, fs::perms(0400));
  CHECK(load_master_key(path).has_value());
  if (geteuid() == 0) {
    REQUIRE(chown(path.c_str(), 12345, 12345) == 0);
    CHECK(key_of(load_master_key(path)) == "error.vault.key_readable");
  }
}

TEST_CASE("a damaged key is refused and never replaced") {
  const Folder folder;
  const std::string path = folder.path + "/master.key";
  const std::string whole(43, 'A');
  for (const std::string& text :
       {std::string(), whole.substr(1), whole + "AAAA", "!" + whole.substr(1), whole + "\nmore",
        std::string(5'000, 'A')}) {
    CAPTURE(text.size());
    write(path, text);
    CHECK(key_of(master_key(path, true)) == "error.vault.key_broken");
  }
  write(path, whole + "\n");
  CHECK(load_master_key(path).has_value());
  fs::create_symlink(path, folder.path + "/link");
  CHECK(key_of(load_master_key(folder.path + "/link")) == "error.vault.key_broken");
  CHECK(key_of(load_master_key(folder.path)) == "error.vault.key_broken");
  CHECK(key_of(create_master_key("/proc/none/master.key")) == "error.vault.key_unwritable");
}

TEST_CASE("a crash between writing and placing leaves no half key") {
  const Folder folder;
  const std::string path = folder.path + "/master.key";
  write(path + ".new", "half");
  CHECK(master_key(path, true).has_value());
  CHECK_FALSE(fs::exists(path + ".new"));
}
