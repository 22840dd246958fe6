#include "media/webp.hpp"

#include <cstdint>

namespace camaug::media {
namespace {

std::uint32_t little_endian(std::string_view bytes) {
  std::uint32_t value = 0;
  for (std::size_t i = 4; i-- > 0;) value = value << 8 | static_cast<unsigned char>(bytes[i]);
  return value;
}

std::string little_endian(std::uint32_t value) {
  std::string out;
  for (int shift = 0; shift < 32; shift += 8) out += static_cast<char>(value >> shift & 0xff);
  return out;
}

}  // namespace

std::optional<std::string> bare_webp(std::string_view webp) {
  constexpr std::size_t k_header = 12, k_chunk_header = 8;
  if (webp.size() < k_header || !webp.starts_with("RIFF") || webp.substr(8, 4) != "WEBP") return {};
  std::string_view rest = webp.substr(k_header);
  while (rest.size() >= k_chunk_header) {
    const std::string_view type = rest.substr(0, 4);
    const std::size_t bytes = little_endian(rest.substr(4, 4));
    const std::size_t padded = k_chunk_header + bytes + bytes % 2;
    if (padded > rest.size() || type == "ALPH" || type == "ANIM") return {};
    if (type == "VP8 " || type == "VP8L") {
      return "RIFF" + little_endian(static_cast<std::uint32_t>(4 + padded)) + "WEBP" +
             std::string(rest.substr(0, padded));
    }
    rest.remove_prefix(padded);
  }
  return {};
}

}  // namespace camaug::media
