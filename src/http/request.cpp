// See request.hpp.
#include "http/request.hpp"

namespace camaug::http {

std::string_view to_text(Verb verb) {
  switch (verb) {
    case Verb::get:
      return "GET";
    case Verb::post:
      return "POST";
    case Verb::put:
      return "PUT";
    case Verb::patch:
      return "PATCH";
    case Verb::del:
      return "DELETE";
    case Verb::options:
      break;
  }
  return "OPTIONS";
}

std::string_view find(const Fields& fields, std::string_view name) {
  for (const auto& field : fields) {
    if (field.name == name) return field.value;
  }
  return {};
}

bool has(const Fields& fields, std::string_view name) {
  for (const auto& field : fields) {
    if (field.name == name) return true;
  }
  return false;
}

bool Request::wants_html() const {
  return !path.starts_with("/api/") && header("accept").find("text/html") != std::string_view::npos;
}

}  // namespace camaug::http
