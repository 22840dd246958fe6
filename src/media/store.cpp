#include "media/store.hpp"

#include <fcntl.h>
#include <sodium.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <stdexcept>

#include "base/id.hpp"

namespace camaug::media {

std::string place_of_id(std::string_view id) {
  if (parse_uuid(id) != id) throw std::logic_error("media: not a canonical id");
  std::string out(id.substr(32, 2));
  out += '/';
  out += id.substr(34, 2);
  out += '/';
  out += id;
  return out;
}

std::string checked_name(std::string_view name) {
  const bool fine =
      !name.empty() && name.size() <= 40 && name.front() != '.' &&
      name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789.-") == std::string_view::npos;
  if (!fine) throw std::logic_error("media: not a file name");
  return std::string(name);
}

Result<std::string> sha256_file(const std::string& path) {
  const auto missing = [] { return fail(ErrorCode::not_found, "error.media.file_missing"); };
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return missing();
  crypto_hash_sha256_state state;
  crypto_hash_sha256_init(&state);
  std::array<unsigned char, 65'536> buffer{};
  ssize_t bytes = 0;
  while ((bytes = ::read(file, buffer.data(), buffer.size())) != 0) {
    if (bytes < 0 && errno == EINTR) continue;
    if (bytes < 0) break;
    crypto_hash_sha256_update(&state, buffer.data(), static_cast<unsigned long long>(bytes));
  }
  close(file);
  if (bytes < 0) return missing();
  std::string digest(crypto_hash_sha256_BYTES, '\0');
  crypto_hash_sha256_final(&state, reinterpret_cast<unsigned char*>(digest.data()));
  return to_hex(digest);
}

}  // namespace camaug::media
