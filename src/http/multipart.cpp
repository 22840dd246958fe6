// See multipart.hpp.
#include "http/multipart.hpp"

#include <algorithm>
#include <cctype>

#include "base/text.hpp"

namespace camaug::http {
namespace {

constexpr std::size_t k_head_bytes_max = 8 * 1024;

Failure malformed() {
  return fail(ErrorCode::invalid, "error.form_malformed");
}

bool same_word(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, [](char x, char y) {
    return std::tolower(static_cast<unsigned char>(x)) ==
           std::tolower(static_cast<unsigned char>(y));
  });
}

// The value of `; name="value"` or `; name=value`. Browsers write %22 for a quote inside (WHATWG),
// so a backslash is an ordinary character.
std::optional<std::string> parameter(std::string_view text, std::string_view name) {
  auto at = text.find(';');
  while (at != std::string_view::npos) {
    text = trim(text.substr(at + 1));
    const auto equals = text.find('=');
    if (equals == std::string_view::npos) return std::nullopt;
    const auto word = trim(text.substr(0, equals));
    text = trim(text.substr(equals + 1));
    std::string_view value;
    if (text.starts_with('"')) {
      const auto end = text.find('"', 1);
      if (end == std::string_view::npos) return std::nullopt;
      value = text.substr(1, end - 1);
      text = text.substr(end + 1);
    } else {
      value = trim(text.substr(0, text.find(';')));
    }
    if (same_word(word, name)) return std::string(value);
    at = text.find(';');
  }
  return std::nullopt;
}

std::string unescape_name(std::string text) {
  for (const auto& [code, character] :
       {std::pair{"%22", "\""}, std::pair{"%0D", ""}, std::pair{"%0A", " "}}) {
    for (auto at = text.find(code); at != std::string::npos; at = text.find(code, at)) {
      text.replace(at, 3, character);
    }
  }
  return text;
}

std::optional<PartHead> parse_head(std::string_view text) {
  PartHead head;
  bool disposition = false;
  while (!text.empty()) {
    const auto end = text.find("\r\n");
    const auto line = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 2);
    const auto colon = line.find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    const auto name = trim(line.substr(0, colon));
    const auto value = trim(line.substr(colon + 1));
    if (same_word(name, "content-disposition")) {
      if (!same_word(trim(value.substr(0, value.find(';'))), "form-data")) return std::nullopt;
      auto field = parameter(value, "name");
      if (!field) return std::nullopt;
      head.name = unescape_name(std::move(*field));
      head.filename = parameter(value, "filename");
      if (head.filename) head.filename = unescape_name(std::move(*head.filename));
      disposition = true;
    } else if (same_word(name, "content-type")) {
      head.content_type = value;
    }
  }
  if (!disposition) return std::nullopt;
  return head;
}

}  // namespace

std::optional<std::string> multipart_boundary(std::string_view content_type) {
  if (!same_word(trim(content_type.substr(0, content_type.find(';'))), "multipart/form-data")) {
    return std::nullopt;
  }
  auto boundary = parameter(content_type, "boundary");
  if (!boundary || boundary->empty() || boundary->size() > 70 ||
      boundary->find_first_of("\r\n") != std::string::npos) {
    return std::nullopt;
  }
  return boundary;
}

MultipartParser::MultipartParser(std::string_view boundary, MultipartSink& sink)
    : sink_(sink), delimiter_("\r\n--" + std::string(boundary)), pending_("\r\n") {}

Result<void> MultipartParser::feed(std::string_view bytes) {
  if (state_ == State::done) return {};  // an epilogue is nobody's
  pending_.append(bytes);
  for (;;) {
    const auto more = step();
    if (!more) return Failure(more.error());
    if (!*more) return {};
  }
}

Result<void> MultipartParser::finish() const {
  if (state_ != State::done) return malformed();
  return {};
}

// One step; false when more bytes are needed.
Result<bool> MultipartParser::step() {
  switch (state_) {
    case State::preamble:
    case State::data:
      return take_until_boundary();
    case State::after_boundary: {
      if (pending_.starts_with("--")) {
        state_ = State::done;
        pending_.clear();
        return false;
      }
      const auto end = pending_.find("\r\n");
      const auto padding = std::string_view(pending_).substr(0, end);
      if (padding.find_first_not_of(" \t\r-") != std::string_view::npos ||
          padding.size() > k_head_bytes_max) {
        return malformed();
      }
      if (end == std::string::npos) return false;
      if (padding.find_first_not_of(" \t") != std::string_view::npos) return malformed();
      pending_.erase(0, end + 2);
      state_ = State::head;
      return true;
    }
    case State::head:
      return take_head();
    case State::done:
      break;
  }
  return false;
}

Result<bool> MultipartParser::take_until_boundary() {
  const auto at = pending_.find(delimiter_);
  // Without a boundary in sight, only the tail may still be the beginning of one.
  const std::size_t keep = delimiter_.size() - 1;
  const std::size_t sure =
      at != std::string::npos ? at : pending_.size() - std::min(keep, pending_.size());
  if (state_ == State::data && sure > 0) {
    if (auto done = sink_.data(std::string_view(pending_).substr(0, sure)); !done) {
      return Failure(done.error());
    }
  }
  if (at == std::string::npos) {
    pending_.erase(0, sure);
    return false;
  }
  pending_.erase(0, at + delimiter_.size());
  if (state_ == State::data) {
    if (auto done = sink_.part_end(); !done) return Failure(done.error());
  }
  state_ = State::after_boundary;
  return true;
}

Result<bool> MultipartParser::take_head() {
  const auto end = pending_.find("\r\n\r\n");
  if ((end == std::string::npos ? pending_.size() : end) > k_head_bytes_max) return malformed();
  if (end == std::string::npos) return false;
  const auto head = parse_head(std::string_view(pending_).substr(0, end));
  if (!head) return malformed();
  if (auto done = sink_.part(*head); !done) return Failure(done.error());
  pending_.erase(0, end + 4);
  state_ = State::data;
  return true;
}

FormCollector::FormCollector(Request& request, std::string directory, FormLimits limits)
    : request_(request), directory_(std::move(directory)), limits_(limits) {}

Result<void> FormCollector::part(const PartHead& head) {
  head_ = head;
  value_.clear();
  file_.reset();
  if (++parts_ > limits_.parts_max) return fail(ErrorCode::too_large, "error.too_large");
  return {};
}

Result<void> FormCollector::data(std::string_view bytes) {
  if (!head_.filename) {
    field_bytes_ += bytes.size();
    if (value_.size() + bytes.size() > limits_.field_bytes_max ||
        field_bytes_ > limits_.fields_bytes_max) {
      return fail(ErrorCode::too_large, "error.body_too_large");
    }
    value_ += bytes;
    return {};
  }
  if (!file_) {
    if (request_.files.size() >= limits_.files_max) {
      return fail(ErrorCode::too_large, "error.too_large");
    }
    file_ = std::make_unique<UploadFile>();
    if (auto made = file_->create(directory_); !made) return made;
  }
  return file_->write(bytes);
}

Result<void> FormCollector::part_end() {
  if (!head_.filename) {
    request_.form.push_back({head_.name, value_});
    return {};
  }
  if (!file_) return {};  // an empty file input: nothing was chosen
  auto done = file_->finish();
  if (!done) return Failure(done.error());
  done->field = head_.name;
  done->filename = *head_.filename;
  done->content_type = head_.content_type;
  request_.files.push_back(std::move(*done));
  return {};
}

}  // namespace camaug::http
