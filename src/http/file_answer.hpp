// A file as an answer: opened once, with conditional requests and one byte range decided from its
// size and validators. Reads no body; the server moves the bytes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/time.hpp"
#include "http/request.hpp"
#include "http/response.hpp"

namespace camaug::http {

// An open file descriptor that closes itself.
class OpenFile {
 public:
  OpenFile() = default;
  explicit OpenFile(int descriptor) : descriptor_(descriptor) {}
  OpenFile(OpenFile&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  OpenFile& operator=(OpenFile&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
  }
  ~OpenFile();
  [[nodiscard]] int get() const { return descriptor_; }
  [[nodiscard]] bool ok() const { return descriptor_ >= 0; }

 private:
  int descriptor_ = -1;
};

struct ByteRange {
  std::int64_t first = 0;
  std::int64_t bytes = 0;
};
enum class RangeKind : std::uint8_t { whole, part, unsatisfiable };
// "bytes=0-99", "bytes=100-", "bytes=-50". Several ranges or another unit: whole (RFC 9110 allows
// it).
[[nodiscard]] RangeKind parse_range(std::string_view header, std::int64_t size, ByteRange& range);

// "Sat, 21 Nov 2026 14:44:00 GMT".
[[nodiscard]] std::string format_http_date(Instant t);
[[nodiscard]] std::optional<Instant> parse_http_date(std::string_view text);

// Whether If-None-Match names `etag` (quoted), by weak comparison.
[[nodiscard]] bool etag_matches(std::string_view if_none_match, std::string_view quoted_etag);

struct FileAnswer {
  int status = 200;  // 200, 206, 304, 416
  Fields headers;    // ETag, Last-Modified, Accept-Ranges, Content-Range
  OpenFile file;     // for 200 and 206
  ByteRange range;

  [[nodiscard]] std::int64_t body_bytes() const {
    return status == 200 || status == 206 ? range.bytes : 0;
  }
};
// What decides about the answer to a request for a whole or a part of something.
struct FileFacts {
  std::int64_t bytes = 0;
  Instant changed{};
  std::string etag;  // with quotes
};
// Without a file.
[[nodiscard]] FileAnswer answer_for(const FileFacts& facts, const Request& request);
// nullopt when there is no such regular file. Symbolic links at the end are not followed.
[[nodiscard]] std::optional<FileAnswer> answer_file(const FileBody& body, const Request& request);

}  // namespace camaug::http
