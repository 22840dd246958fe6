#include "store/snapshot.hpp"

#include <array>

#include "store/statement.hpp"

namespace camaug::store {
namespace {

const Sql k_into{"snapshot.into", "VACUUM INTO $1", Engine::sqlite};
const Sql k_count{"snapshot.count", "SELECT count(*) FROM report"};

}  // namespace

void snapshot_into(Connection& connection, const std::string& path) {
  const std::array<Value, 1> values{std::string_view(path)};
  connection.run(k_into, values, nullptr, nullptr);
}

std::int64_t count_reports(Reader& reader) {
  return reader.value<std::int64_t>(k_count).value_or(0);
}

}  // namespace camaug::store
