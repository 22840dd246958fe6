// A file being received: bytes go to disk as they arrive, the SHA-256 is computed on the way, and a
// file that nobody finished is removed. Never holds more than the piece at hand.
#pragma once

#include <sodium.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "http/request.hpp"

namespace camaug::http {

class UploadFile {
 public:
  UploadFile() = default;
  ~UploadFile();
  UploadFile(const UploadFile&) = delete;
  UploadFile& operator=(const UploadFile&) = delete;

  // A new file with a random name in `directory`.
  [[nodiscard]] Result<void> create(const std::string& directory);
  // A file of `whole` bytes of which the first `offset` are there, locked; made when none are.
  // conflict when another connection writes to it, or has written since `offset` was asked for. The
  // last byte may be written again: it is dropped first.
  [[nodiscard]] Result<void> append(const std::string& path, std::int64_t offset,
                                    std::int64_t whole);
  // unavailable error.disk_full when the disk has no room.
  [[nodiscard]] Result<void> write(std::string_view bytes);
  // Flushes to disk and hands the file over: from here on it is the caller's.
  [[nodiscard]] Result<UploadedFile> finish();

  [[nodiscard]] std::int64_t bytes() const { return file_.bytes; }

 private:
  void start();

  int descriptor_ = -1;
  bool created_ = false;
  UploadedFile file_;
  crypto_hash_sha256_state hash_{};
};

}  // namespace camaug::http
