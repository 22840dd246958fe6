// BucketStore against an S3 server that is not ours and checks each signature; tools/with_s3.sh
// starts one. Without it these tests are skipped, and say so.
#include "media/bucket_store.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <future>
#include <iostream>
#include <latch>

#include "base/id.hpp"
#include "media/bucket_options.hpp"
#include "media/store_path.hpp"
#include "media/testing.hpp"

using namespace camaug;
using namespace camaug::media;
namespace fs = std::filesystem;

namespace {

constexpr std::string_view k_id = "0198c5a2-7c1e-7abc-8def-0123456789ab";

std::optional<std::string> variable(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

// Fast enough for a test that has nobody to wait for.
S3Times quick() {
  S3Times times;
  times.connect = Millis(300);
  times.answer = Millis(3'000);
  times.first_pause = Millis(5);
  times.away = Millis(60'000);
  times.away_max = times.away;
  return times;
}

bool is_away() {
  if (variable("CAMAUG_TEST_S3")) return false;
  std::cerr << "SKIPPED: no S3 server; tools/with_s3.sh build/test_media starts one\n";
  return true;
}
const bool k_away = is_away();

struct Server {
  Server() {
    const auto endpoint = variable("CAMAUG_TEST_S3");
    options = *parse_bucket("s3://camaug-test/tests-" + random_token(4) + "/media");
    options.endpoint = *endpoint;
    keys = read_bucket_keys("", variable).value();
  }
  [[nodiscard]] std::unique_ptr<BucketStore> store() const {
    return std::make_unique<BucketStore>(options, keys, quick());
  }
  BucketOptions options;
  BucketKeys keys;
};

std::string noise(std::size_t bytes) {
  std::string out(bytes, '\0');
  random_bytes(out.data(), bytes);
  return out;
}

}  // namespace

TEST_CASE("a file goes into the bucket and comes back whole and in parts" * doctest::skip(k_away)) {
  const Server server;
  const auto store = server.store();
  const Scratch scratch;
  const std::string content = noise(3'000'000);
  const std::string path = scratch.write("upload", content);
  REQUIRE(store->keep(k_id, {{path, "original"}}).has_value());
  CHECK_FALSE(fs::exists(path));
  const std::string id(k_id);

  const auto facts = store->read({id, "original"});
  REQUIRE(facts.has_value());
  CHECK(facts->facts.bytes == 3'000'000);
  CHECK(facts->facts.sha256 == sha256_hex(content));
  CHECK_FALSE(facts->facts.etag.empty());
  CHECK(facts->facts.changed > from_epoch_ms(1'600'000'000'000));

  for (const auto& [first, bytes] : {std::pair{0, 100}, {1'000'000, 500'000}, {2'999'999, 5}}) {
    const auto piece = store->read({id, "original", first, bytes, facts->facts.etag});
    REQUIRE(piece.has_value());
    CHECK(piece->facts.bytes == 3'000'000);
    CHECK(piece->data ==
          content.substr(static_cast<std::size_t>(first), static_cast<std::size_t>(bytes)));
  }
  const auto copy = store->local(k_id, "original", scratch.path());
  REQUIRE(copy.has_value());
  CHECK(sha256_file(*copy) == sha256_hex(content));
  CHECK(store->failures() == 0);
}

TEST_CASE("a file that is replaced is not mixed with the one before" * doctest::skip(k_away)) {
  const Server server;
  const auto store = server.store();
  const Scratch scratch;
  const std::string id(k_id);
  REQUIRE(store->keep(k_id, {{scratch.write("a", "first"), "thumb.jpg"}}).has_value());
  const auto before = store->read({id, "thumb.jpg", 0, 3}).value();
  CHECK(before.data == "fir");
  REQUIRE(store->keep(k_id, {{scratch.write("b", "other"), "thumb.jpg"}}).has_value());
  const auto after = store->read({id, "thumb.jpg", 3, 2, before.facts.etag});
  REQUIRE_FALSE(after.has_value());
  CHECK(after.error().key == "error.media.changed");
}

TEST_CASE("what is missing is missing, not away" * doctest::skip(k_away)) {
  const Server server;
  const auto store = server.store();
  const Scratch scratch;
  const std::string id(k_id);
  CHECK(store->read({id, "original"}).error().key == "error.media.file_missing");
  CHECK(store->read({id, "original", 0, 10}).error().key == "error.media.file_missing");
  CHECK(store->local(k_id, "original", scratch.path()).error().code == ErrorCode::not_found);
  CHECK(fs::is_empty(scratch.path()));
  CHECK(store->remove(k_id) == false);
  CHECK(store->ready().has_value());
  CHECK(store->failures() == 0);
}

TEST_CASE("removal takes every file of an id and no other" * doctest::skip(k_away)) {
  const Server server;
  const auto store = server.store();
  const Scratch scratch;
  const std::string other = "0198c5a2-7c1e-7abc-8def-1123456789ab";
  for (const auto& id : {std::string(k_id), other}) {
    REQUIRE(store
                ->keep(id, {{scratch.write("a", "1"), "original"},
                            {scratch.write("b", "2"), "thumb-r1.jpg"}})
                .has_value());
  }
  CHECK(store->remove(k_id) == true);
  CHECK(store->read({std::string(k_id), "original"}).error().code == ErrorCode::not_found);
  CHECK(store->read({std::string(k_id), "thumb-r1.jpg"}).error().code == ErrorCode::not_found);
  CHECK(store->read({other, "thumb-r1.jpg"}).has_value());
  CHECK(store->check().has_value());
}

TEST_CASE("wrong keys and a bucket that is not there are refusals with a cause" *
          doctest::skip(k_away)) {
  const Server server;
  const BucketStore stranger(server.options, {server.keys.access, "not the secret"}, quick());
  const auto refused = stranger.check();
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().key == "error.media.store_refused");
  CHECK(refused.error().detail == "HTTP 403, SignatureDoesNotMatch");
  CHECK(stranger.failures() == 1);
  BucketOptions elsewhere = server.options;
  elsewhere.bucket = "no-such-bucket";
  const BucketStore nowhere(elsewhere, server.keys, quick());
  CHECK(nowhere.check().error().detail == "HTTP 404, NoSuchBucket");
  CHECK(nowhere.read({std::string(k_id), "original", 0, 5}).error().key ==
        "error.media.store_refused");
}

TEST_CASE("many read at once, each its own part" * doctest::skip(k_away)) {
  const Server server;
  const auto store = server.store();
  const Scratch scratch;
  const std::string content = noise(64'000);
  REQUIRE(store->keep(k_id, {{scratch.write("a", content), "original"}}).has_value());
  std::latch left(64);
  std::atomic<int> right{0};
  for (std::int64_t i = 0; i < 64; ++i) {
    store->read_later({std::string(k_id), "original", i * 1000, 1000}, [&, i](auto piece) {
      if (piece && piece->data == content.substr(static_cast<std::size_t>(i) * 1000, 1000)) ++right;
      left.count_down();
    });
  }
  left.wait();
  CHECK(right == 64);
}

TEST_CASE("the media folder over a bucket keeps only what still arrives on this disk" *
          doctest::skip(k_away)) {
  const Server server;
  const Scratch scratch;
  const auto root = MediaRoot::open(scratch.path("media"), server.store());
  REQUIRE(root.has_value());
  const auto work = root->make_work_dir();
  std::ofstream(work->path + "/thumb.jpg") << "small";
  REQUIRE(root->keep_made(*work, k_id, {"thumb.jpg"}).has_value());
  CHECK_FALSE(fs::exists(work->path));
  CHECK(root->file(k_id, "thumb.jpg").path().empty());
  CHECK(root->store().read({std::string(k_id), "thumb.jpg", 0, 99})->data == "small");
  root->note(k_id, from_epoch_ms(1'000'000));
  CHECK(root->settle_noted(from_epoch_ms(2'000'000), [](const auto&) { return false; }) == 1);
  CHECK(root->store().read({std::string(k_id), "thumb.jpg"}).error().code == ErrorCode::not_found);
}

TEST_CASE("a server that is away fails soon, then at once") {
  BucketOptions options = *parse_bucket("s3://bucket");
  options.endpoint = "http://127.0.0.1:1";
  const BucketStore store(options, {"a", "b"}, quick());
  CHECK(store.ready().has_value());
  const Stopwatch first;
  CHECK(store.read({std::string(k_id), "original", 0, 10}).error().key == "error.media.store_away");
  CHECK(first.elapsed() < std::chrono::seconds(3));
  CHECK(store.ready().error().code == ErrorCode::unavailable);
  CHECK(store.failures() == 1);
  const Stopwatch second;
  const Scratch scratch;
  const std::string path = scratch.write("upload", "mine");
  CHECK(store.keep(k_id, {{path, "original"}}).error().key == "error.media.store_away");
  CHECK(second.elapsed() < std::chrono::milliseconds(250));
  CHECK(fs::exists(path));
  CHECK(store.failures() == 1);
  std::promise<Result<Piece>> promise;
  store.read_later({std::string(k_id), "original", 0, 1},
                   [&](Result<Piece> piece) { promise.set_value(std::move(piece)); });
  CHECK_FALSE(promise.get_future().get().has_value());
}

TEST_CASE("addresses of buckets and of servers") {
  CHECK(parse_bucket("s3://ca-mau/media/2026/")->prefix == "media/2026/");
  CHECK(parse_bucket("s3://ca-mau")->prefix.empty());
  CHECK(parse_bucket("s3://ca-mau/a")->place() == "s3://ca-mau/a/");
  for (const char* wrong :
       {"", "s3://", "s3://ab", "s3://Ca-Mau", "s3://ca mau", "http://ca-mau/a", "s3://ca-mau/a b",
        "s3://ca-mau/../x", "s3://ca-mau/a//b", "s3://ca-mau/ảnh"}) {
    CAPTURE(wrong);
    CHECK_FALSE(parse_bucket(wrong).has_value());
  }
  CHECK(is_endpoint("https://s3.example.vn"));
  CHECK(is_endpoint("http://127.0.0.1:9000"));
  for (const char* wrong : {"", "s3.example.vn", "https://", "https://a/b", "ftp://a"}) {
    CAPTURE(wrong);
    CHECK_FALSE(is_endpoint(wrong));
  }
}

TEST_CASE("keys come from both variables or from a file that nobody else reads") {
  const Scratch scratch;
  const auto none = [](const std::string&) -> std::optional<std::string> { return {}; };
  const std::string path = scratch.path("bucket");
  CHECK(read_bucket_keys(path, none).error().key == "error.media.keys_missing");
  scratch.write("bucket", "AKIA\n s3cret \n");
  fs::permissions(path, fs::perms(0640));
  CHECK(read_bucket_keys(path, none).error().key == "error.media.keys_open");
  fs::permissions(path, fs::perms(0600));
  CHECK(read_bucket_keys(path, none)->access == "AKIA");
  CHECK(read_bucket_keys(path, none)->secret == "s3cret");
  const auto half = [](const std::string& name) -> std::optional<std::string> {
    return name == k_access_variable ? std::optional<std::string>("x") : std::nullopt;
  };
  CHECK(read_bucket_keys(path, half).error().detail == k_secret_variable);
}
