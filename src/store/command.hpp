// Each command's answer, kept in the transaction of its effect, so that a repetition of the same
// command is answered alike and changes nothing.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "base/time.hpp"
#include "store/database.hpp"

namespace camaug::store {

struct Command {
  std::string id;         // the client's UUIDv7
  std::string actor;      // who sent it; nobody else gets its answer
  std::string body_hash;  // SHA-256 of method, path and body in hexadecimal
  std::int64_t status = 0;
  std::string answer;  // the response body; holds no secret
  Instant at{};
};

[[nodiscard]] std::optional<Command> find_command(Reader& reader, std::string_view id);

// Nothing for a new command, the stored one for a repetition; Error conflict "error.command_reused"
// when another actor or another body took the id.
[[nodiscard]] Result<std::optional<Command>> repeated_command(Reader& reader, std::string_view id,
                                                              std::string_view actor,
                                                              std::string_view body_hash);

// Call it in the command's own transaction. Error conflict "error.command_reused" when the id was
// taken meanwhile: roll back and ask repeated_command again.
[[nodiscard]] Result<void> store_command(Tx& tx, const Command& command);

// A client may repeat for this long.
inline constexpr Millis k_command_kept = std::chrono::days(90);
// Removes at most `limit` commands older than k_command_kept; returns how many.
std::int64_t purge_commands(Tx& tx, Instant now, std::int64_t limit);

}  // namespace camaug::store
