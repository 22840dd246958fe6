#include "media/bucket_store.hpp"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>

#include "base/id.hpp"
#include "media/disk.hpp"

namespace camaug::media {
namespace {

using Method = S3Request::Method;

constexpr std::size_t k_threads = 4;
constexpr std::size_t k_waiting_max = 256;
constexpr std::string_view k_sha256_kept = "x-amz-meta-sha256";

Failure missing() {
  return fail(ErrorCode::not_found, "error.media.file_missing");
}
Failure changed() {
  return fail(ErrorCode::conflict, "error.media.changed");
}
Failure nonsense() {
  return fail(ErrorCode::unavailable, "error.media.store_away");
}

std::string base64(std::string_view hex) {
  const auto bytes = from_hex(hex).value_or("");
  std::string out(sodium_base64_ENCODED_LEN(bytes.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
  sodium_bin2base64(out.data(), out.size(), reinterpret_cast<const unsigned char*>(bytes.data()),
                    bytes.size(), sodium_base64_VARIANT_ORIGINAL);
  out.pop_back();  // the 0 at the end
  return out;
}

std::optional<std::int64_t> number(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return {};
  return value;
}

StoredFacts facts_of(const S3Answer& answer, std::int64_t bytes) {
  StoredFacts facts;
  facts.bytes = bytes;
  facts.changed = answer.changed;
  auto etag = answer.header("etag");
  if (etag.starts_with('"') && etag.ends_with('"') && etag.size() > 1) {
    etag = etag.substr(1, etag.size() - 2);
  }
  facts.etag = etag;
  facts.sha256 = answer.header(k_sha256_kept);
  return facts;
}

// The size of the whole in "bytes 0-99/1234".
std::optional<std::int64_t> whole_size(std::string_view content_range) {
  const auto slash = content_range.rfind('/');
  if (slash == std::string_view::npos) return {};
  return number(content_range.substr(slash + 1));
}

// What stands between <name> and </name>, one after the other. Our keys need no escaping in XML.
std::vector<std::string> elements(std::string_view xml, const std::string& name) {
  std::vector<std::string> out;
  const std::string open = '<' + name + '>';
  const std::string close = "</" + name + '>';
  for (auto at = xml.find(open); at != std::string_view::npos; at = xml.find(open, at)) {
    at += open.size();
    const auto end = xml.find(close, at);
    if (end == std::string_view::npos) break;
    out.emplace_back(xml.substr(at, end - at));
  }
  return out;
}

std::string encoded(std::string_view prefix) {
  std::string out;
  for (const char c : prefix) out += c == '/' ? std::string("%2F") : std::string(1, c);
  return out;
}

}  // namespace

BucketStore::BucketStore(const BucketOptions& options, BucketKeys keys, S3Times times)
    : client_(options, std::move(keys), times), prefix_(options.prefix), place_(options.place()) {
  for (std::size_t i = 0; i < k_threads; ++i) threads_.emplace_back([this] { read_on(); });
}

BucketStore::~BucketStore() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  for (auto& thread : threads_) thread.join();
  for (auto& one : waiting_) one.done(nonsense());
}

void BucketStore::read_on() {
  std::unique_lock lock(mutex_);
  for (;;) {
    wake_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
    if (stopping_) return;
    Waiting next = std::move(waiting_.front());
    waiting_.pop_front();
    lock.unlock();
    next.done(read(next.wanted));
    lock.lock();
  }
}

void BucketStore::read_later(Wanted wanted, PieceDone done) const {
  {
    const std::lock_guard lock(mutex_);
    if (!stopping_ && waiting_.size() < k_waiting_max) {
      waiting_.push_back({std::move(wanted), std::move(done)});
      wake_.notify_one();
      return;
    }
  }
  done(fail(ErrorCode::unavailable, "error.busy"));
}

std::string BucketStore::key_of(std::string_view id, std::string_view name) const {
  return prefix_ + place_of_id(id) + '/' + checked_name(name);
}

// 403 and the like: the bucket, the keys or their rights are wrong, which no waiting mends.
Failure BucketStore::refusal(const S3Request& request, const S3Answer& answer) const {
  client_.count_refusal(request, answer.status);
  const auto codes = elements(answer.body, "Code");
  return fail(ErrorCode::unavailable, "error.media.store_refused",
              "HTTP " + std::to_string(answer.status) +
                  (codes.empty() ? std::string() : ", " + codes.front()));
}

Result<void> BucketStore::put(S3Request request) const {
  request.method = Method::put;
  request.whole_file = true;
  request.headers = {"Content-Type: application/octet-stream",
                     "x-amz-checksum-sha256: " + base64(request.sha256),
                     std::string(k_sha256_kept) + ": " + request.sha256};
  const auto answer = client_.ask(request);
  if (!answer) return Failure(answer.error());
  if (answer->status == 200) return {};
  return refusal(request, *answer);
}

Result<void> BucketStore::keep(std::string_view id, const std::vector<Arrived>& files) const {
  for (const auto& file : files) {
    struct stat info{};
    if (::stat(file.path.c_str(), &info) != 0) return disk_failure(errno, "keep");
    const auto sha256 = sha256_file(file.path);
    if (!sha256) return Failure(sha256.error());
    S3Request request;
    request.key = key_of(id, file.name);
    request.file = file.path;
    request.bytes = info.st_size;
    request.sha256 = *sha256;
    if (auto sent = put(std::move(request)); !sent) return sent;
  }
  // Only when all of them are there: what failed may be tried again with what is still here.
  for (const auto& file : files) ::unlink(file.path.c_str());
  return {};
}

Result<Piece> BucketStore::read(const Wanted& wanted) const {
  S3Request request;
  request.method = wanted.bytes > 0 ? Method::get : Method::head;
  request.key = key_of(wanted.id, wanted.name);
  if (wanted.bytes > 0) {
    request.headers.push_back("Range: bytes=" + std::to_string(wanted.first) + "-" +
                              std::to_string(wanted.first + wanted.bytes - 1));
    request.answer_bytes_max = static_cast<std::size_t>(
        std::max<std::int64_t>(wanted.bytes, 64 * 1024));  // an answer that refuses has words too
  }
  if (!wanted.etag.empty()) request.headers.push_back("If-Match: \"" + wanted.etag + "\"");
  auto answer = client_.ask(request);
  if (!answer) return Failure(answer.error());
  const auto codes = elements(answer->body, "Code");
  const bool no_bucket = !codes.empty() && codes.front() == "NoSuchBucket";
  if (answer->status == 404 && !no_bucket) return missing();
  if (answer->status == 412 || answer->status == 416) return changed();
  if (answer->status != 200 && answer->status != 206) return refusal(request, *answer);
  const auto bytes = answer->status == 206 ? whole_size(answer->header("content-range"))
                                           : number(answer->header("content-length"));
  if (!bytes) return nonsense();
  Piece piece{facts_of(*answer, *bytes), std::move(answer->body)};
  if (!wanted.etag.empty() && piece.facts.etag != wanted.etag) return changed();
  if (wanted.bytes == 0) return piece;
  // A server that does not know Range sends all: fine where all was wanted.
  if (answer->status == 200 && wanted.first > 0) return nonsense();
  const auto expected = std::min(wanted.bytes, *bytes - wanted.first);
  if (static_cast<std::int64_t>(piece.data.size()) != expected) return nonsense();
  return piece;
}

Result<std::string> BucketStore::local(std::string_view id, std::string_view name,
                                       const std::string& folder) const {
  std::string path = folder + '/' + random_token();
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0) return disk_failure(errno, "copy");
  crypto_hash_sha256_state state;
  crypto_hash_sha256_init(&state);
  int fault = 0;
  S3Request request;
  request.key = key_of(id, name);
  request.whole_file = true;
  request.sink = [&](std::string_view data) {
    crypto_hash_sha256_update(&state, reinterpret_cast<const unsigned char*>(data.data()),
                              data.size());
    while (!data.empty() && fault == 0) {
      const auto written = ::write(file, data.data(), data.size());
      if (written < 0 && errno != EINTR) fault = errno;
      if (written > 0) data.remove_prefix(static_cast<std::size_t>(written));
    }
    return fault == 0;
  };
  const auto answer = client_.ask(request);
  ::close(file);
  const auto give_up = [&](Failure failure) -> Result<std::string> {
    ::unlink(path.c_str());
    return failure;
  };
  if (fault != 0) return give_up(disk_failure(fault, "copy"));
  if (!answer) return give_up(Failure(answer.error()));
  if (answer->status == 404) return give_up(missing());
  if (answer->status != 200) return give_up(refusal(request, *answer));
  std::string digest(crypto_hash_sha256_BYTES, '\0');
  crypto_hash_sha256_final(&state, reinterpret_cast<unsigned char*>(digest.data()));
  const auto kept = answer->header(k_sha256_kept);
  if (!kept.empty() && kept != to_hex(digest)) {
    return give_up(fail(ErrorCode::conflict, "error.media.damaged"));
  }
  return path;
}

// ListObjectsV2. The members of the query stand in the order in which they are signed.
Result<std::vector<std::string>> BucketStore::list(const std::string& prefix) const {
  S3Request request;
  request.query = "list-type=2&max-keys=1000&prefix=" + encoded(prefix);
  request.answer_bytes_max = 1024 * 1024;
  const auto answer = client_.ask(request);
  if (!answer) return Failure(answer.error());
  if (answer->status != 200) return refusal(request, *answer);
  auto keys = elements(answer->body, "Key");
  for (const auto& key : keys) {
    if (!key.starts_with(prefix)) return nonsense();
  }
  return keys;
}

Result<void> BucketStore::drop(const std::string& key) const {
  S3Request request;
  request.method = Method::remove;
  request.key = key;
  const auto answer = client_.ask(request);
  if (!answer) return Failure(answer.error());
  if (answer->status == 204 || answer->status == 200 || answer->status == 404) return {};
  return refusal(request, *answer);
}

Result<bool> BucketStore::remove(std::string_view id) const {
  const auto keys = list(prefix_ + place_of_id(id) + '/');
  if (!keys) return Failure(keys.error());
  for (const auto& key : *keys) {
    if (auto gone = drop(key); !gone) return Failure(gone.error());
  }
  return !keys->empty();
}

Result<void> BucketStore::ready() const {
  if (client_.reachable()) return {};
  return nonsense();
}

Result<void> BucketStore::check() const {
  S3Request request;
  request.key = prefix_ + "check-" + random_token(8);
  request.body = "camaug";
  request.bytes = static_cast<std::int64_t>(request.body.size());
  request.sha256 = sha256_hex(request.body);
  const std::string key = request.key;
  if (auto sent = put(std::move(request)); !sent) return sent;
  const auto listed = list(key);
  if (!listed) return Failure(listed.error());
  return drop(key);
}

}  // namespace camaug::media
