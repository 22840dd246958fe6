// A made-up province of any size, for measuring and for teaching: true histories (demo_history)
// printed again and again over the years, with events, chain, clocks, keys and figures. Never into
// a database that holds anything else.
#pragma once

#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "app/stamp.hpp"
#include "store/database.hpp"

namespace camaug::app {

struct SimulateOptions {
  std::int64_t reports = 10'000;
  int years = 5;
  std::uint64_t seed = 1;
};

struct Simulated {
  std::int64_t reports = 0;
  std::int64_t events = 0;
};

// The blocks of time into which the stamps' 90 days are repeated.
inline constexpr std::chrono::days k_simulated_block{
    91};  // whole weeks: weekdays stay what they are
// When the first of the reports comes; what else there is must be recorded before.
[[nodiscard]] Instant simulation_start(const SimulateOptions& options, Instant until);

// The accounts of the stamps' database, made at `at`.
void simulate_accounts(store::Reader& stamps, store::Tx& target, Instant at);
// Every history there that can be printed.
[[nodiscard]] std::vector<Stamp> cut_stamps(store::Reader& stamps, const StampColumns& columns,
                                            const vault::Vault& vault);

// Prints `stamps`, of the 90 days before `until`, into `target`, which is empty but for accounts
// and province. Open reports are of the last 90 days only. `said` hears how many there are, now and
// then. Two threads; the target's connection is used by the caller's.
[[nodiscard]] Simulated simulate(const std::vector<Stamp>& stamps, const StampColumns& columns,
                                 const vault::Vault& vault, const std::string& code_prefix,
                                 store::Connection& target, const SimulateOptions& options,
                                 const std::function<void(std::int64_t)>& said);

}  // namespace camaug::app
