// The one error type of the program. An Error is an expected refusal with a text key; whatever is
// not expected is a C++ exception and a bug (answered 500 with an id). Never holds personal data.
#pragma once

#include <expected>
#include <string>
#include <utility>
#include <vector>

namespace camaug {

enum class ErrorCode {
  invalid,          // 400/422: the input is wrong; `fields` says where and how to mend it
  unauthenticated,  // 401
  forbidden,        // 403
  not_found,        // 404: also for what the viewer may not know
  conflict,         // 409: version moved or command id reused; `extra` carries the new state
  precondition,     // 412: of a protocol, e.g. its version
  too_large,        // 413
  unsupported,      // 415: the kind of body
  too_many,         // 429
  unavailable       // 503: disk full, read-only, queue full
};

// One wrong field of the input: `field` is its JSON path or form name, `key` a text key of
// texts/*.json ("error.field.too_long"), `args` fill the text's {0}, {1}.
struct FieldError {
  std::string field;
  std::string key;
  std::vector<std::string> args;
};

struct Error {
  ErrorCode code = ErrorCode::invalid;
  std::string key;                 // text key, e.g. "error.version_moved"
  std::string detail;              // for developers, English, no personal data
  std::vector<FieldError> fields;  // may be empty
  std::string extra_json;          // members to add to the problem document, "" or "{...}"
};

template <class T>
using Result = std::expected<T, Error>;

using Failure = std::unexpected<Error>;

[[nodiscard]] inline Failure fail(ErrorCode code, std::string key, std::string detail = {}) {
  return Failure(Error{code, std::move(key), std::move(detail), {}, {}});
}

[[nodiscard]] inline Failure fail_field(std::string field, std::string key,
                                        std::vector<std::string> args = {}) {
  Error error{ErrorCode::invalid, "error.invalid", {}, {}, {}};
  error.fields.push_back({std::move(field), std::move(key), std::move(args)});
  return Failure(std::move(error));
}

}  // namespace camaug
