// The SQL of the meta table.
#include "store/meta.hpp"

#include "store/statement.hpp"

namespace camaug::store {
namespace {

const Sql k_value{"meta.value", "SELECT value FROM meta WHERE key = $1"};
const Sql k_set{"meta.set",
                "INSERT INTO meta (key, value) VALUES ($1, $2) "
                "ON CONFLICT (key) DO UPDATE SET value = excluded.value"};

}  // namespace

std::optional<std::string> meta(Reader& reader, std::string_view key) {
  return reader.value<std::string>(k_value, key);
}

void set_meta(Tx& tx, std::string_view key, std::string_view value) {
  tx.execute(k_set, key, value);
}

}  // namespace camaug::store
