// The SQL of the command table.
#include "store/command.hpp"

#include "store/statement.hpp"

namespace camaug::store {
namespace {

const Sql k_find{"command.find",
                 "SELECT id, actor, body_hash, status, answer, at FROM command WHERE id = $1"};
const Sql k_store{"command.store",
                  "INSERT INTO command (id, actor, body_hash, status, answer, at) "
                  "VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (id) DO NOTHING"};
const Sql k_purge{"command.purge",
                  "DELETE FROM command WHERE id IN (SELECT id FROM command WHERE at < $1 "
                  "ORDER BY at LIMIT $2)"};

Failure reused() {
  return fail(ErrorCode::conflict, "error.command_reused",
              "the command id was used for another command");
}

}  // namespace

std::optional<Command> find_command(Reader& reader, std::string_view id) {
  auto row = reader.one<std::string, std::string, std::string, std::int64_t, std::string, Instant>(
      k_find, id);
  if (!row) return std::nullopt;
  Command command;
  std::tie(command.id, command.actor, command.body_hash, command.status, command.answer,
           command.at) = std::move(*row);
  return command;
}

Result<std::optional<Command>> repeated_command(Reader& reader, std::string_view id,
                                                std::string_view actor,
                                                std::string_view body_hash) {
  auto found = find_command(reader, id);
  if (found && (found->actor != actor || found->body_hash != body_hash)) return reused();
  return found;
}

Result<void> store_command(Tx& tx, const Command& command) {
  const std::int64_t stored = tx.execute(k_store, command.id, command.actor, command.body_hash,
                                         command.status, command.answer, command.at);
  if (stored != 1) return reused();
  return {};
}

std::int64_t purge_commands(Tx& tx, Instant now, std::int64_t limit) {
  return tx.execute(k_purge, now - k_command_kept, limit);
}

}  // namespace camaug::store
