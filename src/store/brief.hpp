// Digests, ids and sealed texts as the tables hold them: the bytes that their digits stand for.
// Each pair gives back what was put in: a text of another form is kept as it is, and one that could
// be taken for the bytes is refused (std::logic_error). What somebody put into a table by hand is
// shown as it is.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace camaug::store {

// 64 lower-case hexadecimal digits <-> 32 bytes.
[[nodiscard]] std::string bytes_of_hex(std::string_view hex);
[[nodiscard]] std::string hex_of_bytes(std::string_view bytes);

// Whether a canonical UUID (lower case) stands at the beginning of `text`; its bytes.
using UuidBytes = std::array<char, 16>;
[[nodiscard]] bool read_uuid(std::string_view text, UuidBytes& out);
// A canonical UUID <-> 16 bytes; nullopt when it is none.
[[nodiscard]] std::optional<std::string> bytes_of_uuid(std::string_view uuid);
[[nodiscard]] std::string uuid_of_bytes(std::string_view bytes);

// Who did it (Viewer::actor()): "account:" and a UUID <-> 17 bytes; "reporter" and others stay.
[[nodiscard]] std::string bytes_of_actor(std::string_view actor);
[[nodiscard]] std::string actor_of_bytes(std::string_view bytes);

// What vault/vault sealed (a letter and base64url) <-> the letter and the bytes. Throws
// std::logic_error when it is no such text.
[[nodiscard]] std::string bytes_of_sealed(std::string_view sealed);
[[nodiscard]] std::string sealed_of_bytes(std::string_view bytes);

}  // namespace camaug::store
