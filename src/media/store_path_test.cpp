// Tests of media/store_path and media/disk on a real folder.
#include "media/store_path.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>

#include "base/id.hpp"
#include "media/disk.hpp"
#include "media/testing.hpp"

using namespace camaug;
using namespace camaug::media;
namespace fs = std::filesystem;

namespace {
constexpr std::string_view k_id = "0198c5a2-7c1e-7abc-8def-0123456789ab";
}

TEST_CASE("an upload arrives in pieces and is kept") {
  const Scratch scratch;
  const auto root = MediaRoot::open(scratch.path("media"));
  REQUIRE(root.has_value());
  std::string token;
  {
    auto file = root->reserve();
    REQUIRE(file.has_value());
    token = file->token();
    CHECK(file->write("first ").has_value());
    CHECK(file->bytes() == 6);
  }
  auto again = root->resume(token);
  REQUIRE(again.has_value());
  CHECK(again->bytes() == 6);
  CHECK(again->write("second").has_value());
  REQUIRE(root->keep(std::move(*again), k_id, "original").has_value());
  const std::string path = root->store().path_of(k_id, "original");
  CHECK(path == scratch.path("media/89/ab/" + std::string(k_id) + "/original"));
  CHECK(read_all(path) == "first second");
  CHECK(sha256_file(path) == sha256_hex("first second"));
  CHECK(root->resume(token).error().key == "error.media.file_missing");
  struct stat info{};
  CHECK(stat(path.c_str(), &info) == 0);
  CHECK((info.st_mode & 0777) == 0600);
}

TEST_CASE("made files replace older ones; removal takes all") {
  const Scratch scratch;
  const auto root = MediaRoot::open(scratch.path());
  REQUIRE(root.has_value());
  for (const char* text : {"one", "two"}) {
    const auto work = root->make_work_dir();
    REQUIRE(work.has_value());
    std::ofstream(work->path + "/thumb.jpg") << text;
    std::ofstream(work->path + "/leftover") << text;
    CHECK(root->keep_made(*work, k_id, {"thumb.jpg"}).has_value());
    CHECK_FALSE(fs::exists(work->path));
    CHECK(read_all(root->store().path_of(k_id, "thumb.jpg")) == text);
  }
  const auto work = root->make_work_dir();
  CHECK_FALSE(root->keep_made(*work, k_id, {"missing.jpg"}).has_value());
  CHECK(read_all(root->store().path_of(k_id, "thumb.jpg")) == "two");
  CHECK(root->remove(k_id) == true);
  CHECK_FALSE(fs::exists(root->store().path_of(k_id, "thumb.jpg")));
  CHECK(root->remove(k_id) == false);
}

TEST_CASE("files without a row go when their time is over, others stay") {
  const Scratch scratch;
  const auto root = MediaRoot::open(scratch.path());
  const std::string other = "0198c5a2-7c1e-7abc-8def-1123456789ab";
  const std::string young = "0198c5a2-7c1e-7abc-8def-2123456789ab";
  const std::string dropped = "0198c5a2-7c1e-7abc-8def-3123456789ab";
  for (const auto& id : {std::string(k_id), other, young, dropped}) {
    root->note(id, from_epoch_ms(id == young ? 9'000'000 : 1'000'000));
    REQUIRE(root->keep(scratch.write("upload", "x"), id, "original").has_value());
  }
  root->note(dropped, from_epoch_ms(9'000'000));
  root->note_gone(dropped);
  std::vector<std::string> asked;
  const auto settle = [&](Instant before) {
    asked.clear();
    return root->settle_noted(before, [&](const std::string& id) {
      asked.push_back(id);
      return id == other;
    });
  };
  CHECK(settle(from_epoch_ms(5'000'000)) == 2);
  CHECK(asked.size() == 3);
  CHECK_FALSE(fs::exists(root->file(k_id, "original").path()));
  CHECK_FALSE(fs::exists(root->file(dropped, "original").path()));
  CHECK(fs::exists(root->file(other, "original").path()));
  CHECK(fs::exists(root->file(young, "original").path()));
  CHECK(settle(from_epoch_ms(5'000'000)) == 0);
  CHECK(asked.empty());
}

TEST_CASE("a kept file is read in parts, and not mixed with the one after it") {
  const Scratch scratch;
  const auto root = MediaRoot::open(scratch.path());
  const std::string id(k_id);
  REQUIRE(root->keep(scratch.write("upload", "0123456789"), k_id, "original").has_value());
  const auto& store = root->store();
  const auto piece = store.read({id, "original", 3, 4});
  REQUIRE(piece.has_value());
  CHECK(piece->data == "3456");
  CHECK(piece->facts.bytes == 10);
  CHECK(store.read({id, "original", 8, 4})->data == "89");
  CHECK(store.read({id, "original"})->data.empty());
  CHECK(store.read({id, "thumb.jpg"}).error().key == "error.media.file_missing");
  CHECK(store.local(k_id, "original", scratch.path()) == root->file(k_id, "original").path());
  REQUIRE(root->keep(scratch.write("upload", "abc"), k_id, "original").has_value());
  CHECK(store.read({id, "original", 0, 1, piece->facts.etag}).error().key == "error.media.changed");
}

TEST_CASE("names and ids that would leave the folder are bugs") {
  const Scratch scratch;
  const auto root = MediaRoot::open(scratch.path());
  for (const char* name : {"", ".", "..", "../x", "a/b", "A.jpg", ".hidden", "x y"}) {
    CAPTURE(name);
    CHECK_THROWS_AS((void)root->store().path_of(k_id, name), std::logic_error);
  }
  for (const char* id : {"", "..", "../../../etc", "0198C5A2-7C1E-7ABC-8DEF-0123456789AB"}) {
    CAPTURE(id);
    CHECK_THROWS_AS((void)root->store().path_of(id, "original"), std::logic_error);
  }
  for (const char* token : {"", "..", "../../../etc/passwd", "aaaaaaaaaaaaaaaaaaaaaa"}) {
    CAPTURE(token);
    CHECK(root->resume(token).error().code == ErrorCode::not_found);
    root->discard(token);
  }
  const auto work = root->make_work_dir();
  CHECK(root->resume(work->token).error().key == "error.media.file_missing");
}

TEST_CASE("what nobody finished is swept by its age") {
  const Scratch scratch;
  const auto root = MediaRoot::open(scratch.path());
  const auto file = root->reserve();
  const auto work = root->make_work_dir();
  CHECK(root->sweep_incoming(from_epoch_ms(1'000)) == 0);
  CHECK(fs::exists(file->path()));
  CHECK(root->sweep_incoming(from_epoch_ms(32'000'000'000'000)) == 2);
  CHECK_FALSE(fs::exists(file->path()));
  CHECK_FALSE(fs::exists(work->path));
}

TEST_CASE("a full or read-only disk is said so") {
  CHECK(disk_failure(ENOSPC, "").error().key == "error.disk_full");
  CHECK(disk_failure(EDQUOT, "").error().code == ErrorCode::unavailable);
  CHECK(disk_failure(EROFS, "").error().key == "error.read_only");
  CHECK(disk_failure(EIO, "").error().key == "error.unavailable");
  const Scratch scratch;
  const auto root = MediaRoot::open(scratch.path());
  CHECK(root->check_space(1).has_value());
  CHECK(root->check_space(INT64_MAX / 2).error().key == "error.disk_full");
  CHECK_FALSE(MediaRoot::open("/proc/camaug").has_value());
  CHECK_FALSE(MediaRoot::open(scratch.write("file", "x")).has_value());
  const int full = open("/dev/full", O_WRONLY);
  REQUIRE(full >= 0);
  Incoming file("token", "/dev/full", full, 0);
  CHECK(file.write("x").error().key == "error.disk_full");
  CHECK(file.bytes() == 0);
}

TEST_CASE("the digest of a missing file is an error, of an empty one a digest") {
  const Scratch scratch;
  CHECK(sha256_file(scratch.path("nothing")).error().key == "error.media.file_missing");
  CHECK(sha256_file(scratch.path()).error().key == "error.media.file_missing");
  CHECK(sha256_file(scratch.write("empty", "")) == sha256_hex(""));
}
