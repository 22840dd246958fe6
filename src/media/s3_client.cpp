#include "media/s3_client.hpp"

#include <curl/curl.h>
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <thread>

#include "base/id.hpp"
#include "base/log.hpp"
#include "base/text.hpp"

namespace camaug::media {

// One connection. libcurl keeps it open between two requests of the same handle.
struct S3Client::Handle {
  Handle() : curl(curl_easy_init()) {}
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  ~Handle() { curl_easy_cleanup(curl); }
  CURL* curl;
};

struct S3Client::Try {
  CURLcode code = CURLE_OK;
  S3Answer answer;
  bool sink_used = false;
  bool sink_full = false;  // it wants no more

  [[nodiscard]] bool good() const {
    return code == CURLE_OK && answer.status < 500 && answer.status != 429;
  }
};

namespace {

constexpr std::string_view k_empty_sha256 =
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
constexpr std::size_t k_idle_max = 8;

struct Headers {
  Headers() = default;
  Headers(const Headers&) = delete;
  Headers& operator=(const Headers&) = delete;
  ~Headers() { curl_slist_free_all(list); }
  void add(const std::string& line) { list = curl_slist_append(list, line.c_str()); }
  curl_slist* list = nullptr;
};

// What goes out and what comes in during one attempt.
struct Transfer {
  const S3Request& request;
  S3Answer& answer;
  CURL* curl;
  int file = -1;
  std::int64_t at = 0;
  bool sink_used = false;
  bool sink_full = false;

  Transfer(const S3Request& r, S3Answer& a, CURL* handle) : request(r), answer(a), curl(handle) {
    if (!request.file.empty()) file = ::open(request.file.c_str(), O_RDONLY | O_CLOEXEC);
  }
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;
  ~Transfer() {
    if (file >= 0) ::close(file);
  }
};

std::size_t send_some(char* out, std::size_t size, std::size_t count, void* self) {
  auto& transfer = *static_cast<Transfer*>(self);
  const std::size_t room = size * count;
  if (transfer.request.file.empty()) {
    const auto rest =
        std::string_view(transfer.request.body).substr(static_cast<std::size_t>(transfer.at));
    const auto bytes = std::min(room, rest.size());
    std::memcpy(out, rest.data(), bytes);
    transfer.at += static_cast<std::int64_t>(bytes);
    return bytes;
  }
  const auto bytes = ::pread(transfer.file, out, room, transfer.at);
  if (bytes < 0) return CURL_READFUNC_ABORT;
  transfer.at += bytes;
  return static_cast<std::size_t>(bytes);
}

// libcurl goes back to the start when a kept connection turns out to be closed.
int seek_to(void* self, curl_off_t offset, int origin) {
  if (origin != SEEK_SET) return CURL_SEEKFUNC_FAIL;
  static_cast<Transfer*>(self)->at = offset;
  return CURL_SEEKFUNC_OK;
}

std::size_t take_some(char* data, std::size_t size, std::size_t count, void* self) {
  auto& transfer = *static_cast<Transfer*>(self);
  const std::string_view piece(data, size * count);
  long status = 0;
  curl_easy_getinfo(transfer.curl, CURLINFO_RESPONSE_CODE, &status);
  if (transfer.request.sink && status >= 200 && status < 300) {
    transfer.sink_used = true;
    transfer.sink_full = !transfer.request.sink(piece);
    return transfer.sink_full ? 0 : piece.size();
  }
  if (transfer.answer.body.size() + piece.size() > transfer.request.answer_bytes_max) return 0;
  transfer.answer.body += piece;
  return piece.size();
}

std::size_t take_header(char* data, std::size_t size, std::size_t count, void* self) {
  auto& answer = static_cast<Transfer*>(self)->answer;
  const std::string_view line(data, size * count);
  if (line.starts_with("HTTP/")) answer.headers.clear();  // a 100 Continue came before
  const auto colon = line.find(':');
  if (colon == std::string_view::npos) return line.size();
  std::string name(line.substr(0, colon));
  std::ranges::transform(name, name.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  answer.headers.emplace_back(std::move(name), trim(line.substr(colon + 1)));
  return line.size();
}

std::string_view word(S3Request::Method method) {
  switch (method) {
    case S3Request::Method::get:
      return "get";
    case S3Request::Method::head:
      return "head";
    case S3Request::Method::put:
      return "put";
    case S3Request::Method::remove:
      return "delete";
  }
  return "?";
}

void set_method(CURL* curl, Transfer& transfer) {
  switch (transfer.request.method) {
    case S3Request::Method::get:
      curl_easy_setopt(curl, CURLOPT_HTTPGET, 1L);
      break;
    case S3Request::Method::head:
      curl_easy_setopt(curl, CURLOPT_NOBODY, 1L);
      break;
    case S3Request::Method::remove:
      curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, "DELETE");
      break;
    case S3Request::Method::put:
      curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
      curl_easy_setopt(curl, CURLOPT_READFUNCTION, send_some);
      curl_easy_setopt(curl, CURLOPT_READDATA, &transfer);
      curl_easy_setopt(curl, CURLOPT_SEEKFUNCTION, seek_to);
      curl_easy_setopt(curl, CURLOPT_SEEKDATA, &transfer);
      curl_easy_setopt(curl, CURLOPT_INFILESIZE_LARGE,
                       static_cast<curl_off_t>(transfer.request.bytes));
      break;
  }
}

void set_times(CURL* curl, const S3Times& times, bool whole_file) {
  const auto limit = whole_file ? times.transfer : times.answer;
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(times.connect.count()));
  curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(limit.count()));
  if (!whole_file) return;
  curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, 64L);  // bytes a second
  curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME,
                   static_cast<long>(std::max<Millis::rep>(1, times.stall.count() / 1000)));
}

// libcurl wants to be set up by one thread, before any other uses it.
void set_up_once() {
  static const CURLcode k_done = curl_global_init(CURL_GLOBAL_DEFAULT);
  (void)k_done;
}

}  // namespace

std::string_view S3Answer::header(std::string_view name) const {
  for (const auto& [known, value] : headers) {
    if (known == name) return value;
  }
  return {};
}

S3Client::S3Client(BucketOptions options, BucketKeys keys, S3Times times)
    : options_(std::move(options)), keys_(std::move(keys)), times_(times) {
  set_up_once();
  base_ = options_.endpoint;
  if (options_.path_style) {
    base_ += '/' + options_.bucket;
  } else {
    base_.insert(base_.find("://") + 3, options_.bucket + '.');
  }
}

S3Client::~S3Client() = default;

std::unique_ptr<S3Client::Handle> S3Client::take() const {
  {
    const std::lock_guard lock(mutex_);
    if (!idle_.empty()) {
      auto handle = std::move(idle_.back());
      idle_.pop_back();
      return handle;
    }
  }
  return std::make_unique<Handle>();
}

void S3Client::give_back(std::unique_ptr<Handle> handle) const {
  const std::lock_guard lock(mutex_);
  if (idle_.size() < k_idle_max) idle_.push_back(std::move(handle));
}

S3Client::Try S3Client::once(const S3Request& request) const {
  Try attempt;
  auto handle = take();
  CURL* curl = handle->curl;
  curl_easy_reset(curl);
  Transfer transfer(request, attempt.answer, curl);
  std::string address = base_;
  // Of the bucket itself without a slash at the end: not every server signs one.
  if (!request.key.empty() || !options_.path_style) address += '/' + request.key;
  if (!request.query.empty()) address += '?' + request.query;
  Headers headers;
  for (const auto& line : request.headers) headers.add(line);
  headers.add("x-amz-content-sha256: " +
              (request.sha256.empty() ? std::string(k_empty_sha256) : request.sha256));
  const std::string signer = "aws:amz:" + options_.region + ":s3";
  curl_easy_setopt(curl, CURLOPT_URL, address.c_str());
  curl_easy_setopt(curl, CURLOPT_PATH_AS_IS, 1L);
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl, CURLOPT_PROXY, "");  // what the environment says is for other programs
  curl_easy_setopt(curl, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_TCP_KEEPALIVE, 1L);
  curl_easy_setopt(curl, CURLOPT_FILETIME, 1L);
  curl_easy_setopt(curl, CURLOPT_AWS_SIGV4, signer.c_str());
  curl_easy_setopt(curl, CURLOPT_USERNAME, keys_.access.c_str());
  curl_easy_setopt(curl, CURLOPT_PASSWORD, keys_.secret.c_str());
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.list);
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_some);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &transfer);
  curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, take_header);
  curl_easy_setopt(curl, CURLOPT_HEADERDATA, &transfer);
  set_method(curl, transfer);
  set_times(curl, times_, request.whole_file);
  attempt.code = curl_easy_perform(curl);
  long status = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  attempt.answer.status = static_cast<int>(status);
  curl_off_t changed = -1;
  curl_easy_getinfo(curl, CURLINFO_FILETIME_T, &changed);
  if (changed > 0) attempt.answer.changed = from_epoch_ms(changed * 1000);
  attempt.sink_used = transfer.sink_used;
  attempt.sink_full = transfer.sink_full;
  give_back(std::move(handle));
  return attempt;
}

Result<S3Answer> S3Client::ask(const S3Request& request) const {
  const auto away = [] { return fail(ErrorCode::unavailable, "error.media.store_away"); };
  const bool probe = away_ms_.load() > 0;
  if (!may_ask()) return away();
  Millis pause = times_.first_pause;
  Try last;
  for (int attempt = 1;; ++attempt) {
    last = once(request);
    if (last.good()) {
      went_well();
      return std::move(last.answer);
    }
    if (last.sink_full || last.code == CURLE_ABORTED_BY_CALLBACK) {  // this side, not the store
      return fail(ErrorCode::unavailable, "error.unavailable");
    }
    // A server that was silent for so long will be: whoever waits here has other work.
    const bool silent = last.code == CURLE_OPERATION_TIMEDOUT;
    if (probe || silent || last.sink_used || attempt >= times_.attempts) break;
    // Not all at the same moment again.
    unsigned char dice = 0;
    random_bytes(&dice, 1);
    std::this_thread::sleep_for(pause + pause * dice / 512);
    pause *= 4;
  }
  failed(request, last);
  return away();
}

std::int64_t S3Client::now_ms() const {
  return std::chrono::duration_cast<Millis>(watch_.elapsed()).count();
}

bool S3Client::reachable() const {
  return now_ms() >= away_until_ms_.load();
}

// After a pause one request goes ahead; the others wait for what comes of it.
bool S3Client::may_ask() const {
  auto until = away_until_ms_.load();
  const auto now = now_ms();
  if (now < until) return false;
  if (away_ms_.load() == 0) return true;
  return away_until_ms_.compare_exchange_strong(until, now + times_.connect.count());
}

void S3Client::failed(const S3Request& request, const Try& last) const {
  failures_.fetch_add(1);
  const auto pause =
      std::clamp<std::int64_t>(away_ms_.load() * 2, times_.away.count(), times_.away_max.count());
  away_ms_.store(pause);
  away_until_ms_.store(now_ms() + pause);
  log::warning("media.store_away", {{"method", word(request.method)},
                                    {"cause", curl_easy_strerror(last.code)},
                                    {"status", std::int64_t{last.answer.status}},
                                    {"pause_ms", pause}});
}

void S3Client::went_well() const {
  away_until_ms_.store(0);
  if (away_ms_.exchange(0) > 0) log::info("media.store_back");
}

void S3Client::count_refusal(const S3Request& request, int status) const {
  failures_.fetch_add(1);
  log::error("media.store_refused",
             {{"method", word(request.method)}, {"status", std::int64_t{status}}});
}

}  // namespace camaug::media
