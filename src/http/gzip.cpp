#include "http/gzip.hpp"

#include <zlib.h>

#include <string>
#include <utility>

namespace camaug::http {
namespace {

constexpr std::size_t k_worth_it = 1024;
constexpr int k_level = 6;
constexpr int k_gzip_window = 15 + 16;  // zlib's word for a gzip head
constexpr int k_memory = 8;

// "" when zlib refuses.
std::string deflated(const std::string& body) {
  z_stream stream{};
  if (deflateInit2(&stream, k_level, Z_DEFLATED, k_gzip_window, k_memory, Z_DEFAULT_STRATEGY) !=
      Z_OK) {
    return {};
  }
  std::string out(deflateBound(&stream, static_cast<uLong>(body.size())), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(body.data()));
  stream.avail_in = static_cast<uInt>(body.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const bool whole = deflate(&stream, Z_FINISH) == Z_STREAM_END;
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return whole ? out : std::string();
}

}  // namespace

bool accepts_coding(std::string_view accept_encoding, std::string_view coding) {
  const auto at = accept_encoding.find(coding);
  if (at == std::string_view::npos) return false;
  auto rest = accept_encoding.substr(at + coding.size());
  rest = rest.substr(0, rest.find(','));
  return rest.find("q=0") == std::string_view::npos || rest.find("q=0.") != std::string_view::npos;
}

Response gzipped(const Request& request, Response response) {
  response.headers.push_back({"Vary", "Accept-Encoding"});
  if (response.status != 200 || response.body.size() < k_worth_it ||
      !accepts_coding(request.header("accept-encoding"), "gzip")) {
    return response;
  }
  std::string smaller = deflated(response.body);
  if (smaller.empty() || smaller.size() >= response.body.size()) return response;
  response.body = std::move(smaller);
  response.headers.push_back({"Content-Encoding", "gzip"});
  return response;
}

}  // namespace camaug::http
