// multipart/form-data: a push parser that takes the body in pieces of any size, and a form
// collector that keeps fields in memory (bounded) and streams files to disk. It never sees a
// socket.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "http/request.hpp"
#include "http/upload_file.hpp"

namespace camaug::http {

// The boundary of a Content-Type; nullopt when it is not multipart/form-data or malformed.
[[nodiscard]] std::optional<std::string> multipart_boundary(std::string_view content_type);

struct PartHead {
  std::string name;
  std::optional<std::string> filename;  // present: a file, even when ""
  std::string content_type;
};

class MultipartSink {
 public:
  virtual ~MultipartSink() = default;
  virtual Result<void> part(const PartHead& head) = 0;
  virtual Result<void> data(std::string_view bytes) = 0;
  virtual Result<void> part_end() = 0;
};

class MultipartParser {
 public:
  MultipartParser(std::string_view boundary, MultipartSink& sink);

  [[nodiscard]] Result<void> feed(std::string_view bytes);
  // After the last piece: error.form_malformed unless the closing boundary has come.
  [[nodiscard]] Result<void> finish() const;

 private:
  enum class State : std::uint8_t { preamble, after_boundary, head, data, done };
  Result<bool> step();
  Result<bool> take_until_boundary();
  Result<bool> take_head();

  MultipartSink& sink_;
  std::string delimiter_;  // CRLF -- boundary
  std::string pending_;    // what could not be decided yet: at most a delimiter or a head
  State state_ = State::preamble;
};

struct FormLimits {
  std::size_t field_bytes_max = 64 * 1024;
  std::size_t fields_bytes_max = 256 * 1024;
  std::size_t parts_max = 64;
  std::size_t files_max = 20;
};

// Collects into request.form and request.files.
class FormCollector final : public MultipartSink {
 public:
  FormCollector(Request& request, std::string directory, FormLimits limits = {});
  Result<void> part(const PartHead& head) override;
  Result<void> data(std::string_view bytes) override;
  Result<void> part_end() override;

 private:
  Request& request_;
  std::string directory_;
  FormLimits limits_;
  PartHead head_;
  std::string value_;
  std::unique_ptr<UploadFile> file_;
  std::size_t parts_ = 0;
  std::size_t field_bytes_ = 0;
};

}  // namespace camaug::http
