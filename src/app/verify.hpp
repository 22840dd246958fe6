// Checks the record: the chain of the log, and that the projections are what the log says, row by
// row and column by column. Reads only; a break names the row.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/services.hpp"
#include "store/database.hpp"

namespace camaug::app {

struct Verified {
  std::int64_t events = 0;
  std::int64_t reports = 0;
  std::int64_t clocks = 0;
  std::int64_t contents = 0;
  std::int64_t media = 0;
  std::vector<std::string> breaks;  // empty when all is well; English, for operators
  [[nodiscard]] bool ok() const { return breaks.empty(); }
};

// `head` is an earlier head of the chain ("n:hash"), to find a cut tail. `vault` opens the salts,
// so that texts, uploads and secrets are held against their commitments too; nullptr leaves that
// out.
[[nodiscard]] Verified verify(store::Reader& reader, const vault::Vault* vault,
                              const std::optional<std::string>& head);

}  // namespace camaug::app
