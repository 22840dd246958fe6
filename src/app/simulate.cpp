#include "app/simulate.hpp"

#include <algorithm>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <queue>
#include <random>
#include <thread>

#include "app/submit.hpp"
#include "base/json.hpp"
#include "domain/report_code.hpp"
#include "store/account.hpp"
#include "store/figure_count.hpp"
#include "store/pack.hpp"
#include "store/transaction.hpp"

namespace camaug::app {
namespace {

constexpr std::size_t k_batch = 1'500;  // reports in one commit
constexpr std::size_t k_batches_ahead = 3;
// A closed history changes no day this far back any more; its sheets can be written.
constexpr std::int64_t k_settled_days = 45;
constexpr std::int64_t k_place_jitter = 3'000;  // 1e-7 degree: 33 m

using Random = std::mt19937_64;

std::int64_t between(Random& random, std::int64_t low, std::int64_t high) {
  const auto span = static_cast<std::uint64_t>(high - low + 1);
  return low + static_cast<std::int64_t>(random() % span);
}

// A UUID version 7 of an instant, from this seed.
std::string uuid7(Random& random, Instant at) {
  std::string raw(16, '\0');
  auto ms = static_cast<std::uint64_t>(epoch_ms(at));
  for (std::size_t i = 6; i-- > 0; ms >>= 8) raw[i] = static_cast<char>(ms & 0xFF);
  std::uint64_t bits = random();
  for (std::size_t i = 6; i < 14; ++i, bits >>= 8) raw[i] = static_cast<char>(bits & 0xFF);
  bits = random();
  for (std::size_t i = 14; i < 16; ++i, bits >>= 8) raw[i] = static_cast<char>(bits & 0xFF);
  raw[6] = static_cast<char>(0x70 | (raw[6] & 0x0F));
  raw[8] = static_cast<char>(0x80 | (raw[8] & 0x3F));
  std::string hex = to_hex(raw);
  for (const std::size_t at_hyphen : {8U, 13U, 18U, 23U}) hex.insert(at_hyphen, 1, '-');
  return hex;
}

// What one transaction writes.
struct Batch {
  std::deque<std::string> kept;
  std::vector<std::vector<store::BulkRow>> tables;
  store::FigureSheets figures;
  std::int64_t reports = 0;
};

// From one thread to the next.
class Belt {
 public:
  void put(std::unique_ptr<Batch> batch) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return stopped_ || waiting_.size() < k_batches_ahead; });
    waiting_.push(std::move(batch));
    changed_.notify_all();
  }
  // nullptr: that was all.
  std::unique_ptr<Batch> take() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return !waiting_.empty(); });
    auto batch = std::move(waiting_.front());
    waiting_.pop();
    changed_.notify_all();
    return batch;
  }
  // Who takes gave up: nobody waits for room.
  void stop() {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    changed_.notify_all();
  }
  [[nodiscard]] bool stopped() {
    const std::lock_guard lock(mutex_);
    return stopped_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::queue<std::unique_ptr<Batch>> waiting_;
  bool stopped_ = false;
};

// A report that comes: which stamp, how far moved.
struct Coming {
  Instant at{};
  std::uint32_t stamp = 0;
  std::int32_t jitter_ms = 0;
};
// One that is there and has events to come.
struct Living {
  const Stamp* stamp = nullptr;
  Print print;
  std::size_t next = 0;
  [[nodiscard]] Instant at() const { return stamp->event_at(next) + print.shift; }
};
struct Later {
  bool operator()(const std::unique_ptr<Living>& a, const std::unique_ptr<Living>& b) const {
    if (a->at() != b->at()) return a->at() > b->at();
    return a->print.number > b->print.number;
  }
};

class Printer {
 public:
  Printer(const std::vector<Stamp>& stamps, const StampColumns& columns, const vault::Vault& vault,
          const std::string& prefix, const SimulateOptions& options, store::Head head, Belt& belt)
      : stamps_(stamps),
        columns_(columns),
        vault_(vault),
        prefix_(prefix),
        options_(options),
        random_(options.seed),
        last_(std::move(head)),
        belt_(belt) {
    for (std::uint32_t i = 0; i < stamps.size(); ++i) {
      if (!stamps[i].is_open()) closed_.push_back(i);
    }
    renew();
  }

  // Puts batch after batch on the belt.
  void run() {
    const int blocks = blocks_of(options_);
    std::int64_t left = options_.reports;
    for (int block = blocks - 1; block >= 0 && !belt_.stopped(); --block) {
      const std::int64_t n = left / (block + 1);
      left -= n;
      run_block(block, n);
    }
    while (!living_.empty() && !belt_.stopped()) take_event();
    batch_->figures = std::move(figures_);
    pass_on();
  }

  static int blocks_of(const SimulateOptions& options) {
    const auto days = std::chrono::days(365) * options.years;
    return std::max(1, static_cast<int>(days / k_simulated_block));
  }
  [[nodiscard]] const store::Head& last() const { return last_; }
  [[nodiscard]] const std::map<int, std::int64_t>& years() const { return years_; }

 private:
  void run_block(int block, std::int64_t reports) {
    const Millis shift = -k_simulated_block * block;
    std::vector<Coming> coming;
    coming.reserve(static_cast<std::size_t>(reports));
    for (std::int64_t i = 0; i < reports; ++i) {
      Coming one;
      // Only the last block's reports may be open.
      one.stamp = block == 0 || closed_.empty()
                      ? static_cast<std::uint32_t>(random_() % stamps_.size())
                      : closed_[random_() % closed_.size()];
      one.jitter_ms = static_cast<std::int32_t>(between(random_, -7'200'000, 0));
      one.at = stamps_[one.stamp].submitted_at() + shift + Millis(one.jitter_ms);
      coming.push_back(one);
    }
    std::ranges::sort(coming, {}, &Coming::at);
    // Numbers grow with time, also where one block follows the other.
    for (Coming& one : coming) {
      if (one.at >= latest_) break;
      one.jitter_ms += static_cast<std::int32_t>((latest_ - one.at).count());
      one.at = latest_;
    }
    if (!coming.empty()) latest_ = coming.back().at;
    for (const Coming& one : coming) {
      while (!living_.empty() && living_.front()->at() <= one.at) take_event();
      receive(one, shift);
      if (belt_.stopped()) return;
    }
  }

  void receive(const Coming& one, Millis shift) {
    const Stamp& stamp = stamps_[one.stamp];
    auto living = std::make_unique<Living>();
    living->stamp = &stamp;
    Print& print = living->print;
    print.report = uuid7(random_, one.at);
    print.number = ++number_;
    const int year = static_cast<int>(local_date(one.at).year());
    print.code = domain::report_code(prefix_, year, ++years_[year]);
    print.shift = shift + Millis(one.jitter_ms);
    for (std::size_t i = 0; i < stamp.contents(); ++i) {
      print.contents.push_back(uuid7(random_, one.at));
    }
    print.first_clock = next_clock_;
    next_clock_ += static_cast<std::int64_t>(stamp.clocks());
    print.lat_shift = between(random_, -k_place_jitter, k_place_jitter);
    print.lon_shift = between(random_, -k_place_jitter, k_place_jitter);
    stamp.seal(print, vault_);
    for (std::size_t table = 0; table + 1 < columns_.size(); ++table) {
      auto rows = stamp.print_table(print, table, batch_->kept);
      std::ranges::move(rows, std::back_inserter(batch_->tables[table]));
    }
    stamp.count(print, figures_);
    put(std::move(living));
    take_event();
    if (++batch_->reports < static_cast<std::int64_t>(k_batch)) return;
    batch_->figures = figures_.take_before(store::figure_day(one.at) - k_settled_days);
    pass_on();
  }

  void put(std::unique_ptr<Living> living) {
    living_.push_back(std::move(living));
    std::ranges::push_heap(living_, Later());
  }

  // The next event of all that live.
  void take_event() {
    std::ranges::pop_heap(living_, Later());
    auto living = std::move(living_.back());
    living_.pop_back();
    batch_->tables.back().push_back(living->stamp->print_event(
        living->print, living->next, columns_.back(), last_, batch_->kept));
    if (++living->next < living->stamp->events()) put(std::move(living));
  }

  void pass_on() {
    belt_.put(std::move(batch_));
    renew();
  }
  void renew() {
    batch_ = std::make_unique<Batch>();
    batch_->tables.resize(columns_.size());
  }

  const std::vector<Stamp>& stamps_;
  const StampColumns& columns_;
  const vault::Vault& vault_;
  const std::string& prefix_;
  const SimulateOptions& options_;
  Random random_;
  store::Head last_;
  Belt& belt_;
  std::vector<std::uint32_t> closed_;
  Instant latest_{};  // when the last report of the block before came
  std::int64_t number_ = 0;
  std::int64_t next_clock_ = 1;
  std::map<int, std::int64_t> years_;
  store::FigureSheets figures_;
  std::unique_ptr<Batch> batch_;
  std::vector<std::unique_ptr<Living>> living_;  // a heap, the earliest event in front
};

// The column of each table that is stored packed; the number of columns where none is.
std::vector<std::size_t> packed_columns(const StampColumns& columns) {
  std::vector<std::size_t> out;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const std::string_view table = store::k_report_tables[i].name;
    const std::string_view name = table == "clock" ? "detail" : table == "event" ? "body" : "";
    const auto found = std::ranges::find(columns[i], name, &store::BulkColumn::name);
    out.push_back(static_cast<std::size_t>(found - columns[i].begin()));
  }
  return out;
}

void pack(Batch& batch, const std::vector<std::size_t>& columns) {
  for (std::size_t table = 0; table < batch.tables.size(); ++table) {
    for (auto& row : batch.tables[table]) {
      if (columns[table] >= row.size()) break;
      auto& text = std::get<store::Bytes>(row[columns[table]]);
      text.data = batch.kept.emplace_back(store::packed(text.data));
    }
  }
}

// Runs on a thread of its own; when it fails or ends, the next one finds the end of the belt.
template <class Work>
void run_stage(Belt& next, std::exception_ptr& fault, Work&& work) {
  try {
    work();
  } catch (...) {
    fault = std::current_exception();
  }
  next.put(nullptr);
}

void write(store::Connection& target, const StampColumns& columns, const Batch& batch) {
  store::Transaction transaction(target, store::Transaction::Mode::write);
  for (std::size_t table = 0; table < columns.size(); ++table) {
    store::bulk_insert(transaction.tx(), store::k_report_tables[table].name, columns[table],
                       batch.tables[table]);
  }
  store::write_figures(transaction.tx(), batch.figures);
  transaction.commit();
}

void write_counters(store::Connection& target, const std::map<int, std::int64_t>& years) {
  store::Transaction transaction(target, store::Transaction::Mode::write);
  std::vector<store::BulkRow> rows;
  rows.reserve(years.size());
  for (const auto& [year, last] : years) rows.push_back({std::int64_t{year}, last});
  const std::vector<store::BulkColumn> columns = {{"year", "bigint"}, {"last", "bigint"}};
  store::bulk_insert(transaction.tx(), "report_counter", columns, rows);
  transaction.commit();
}

}  // namespace

Instant simulation_start(const SimulateOptions& options, Instant until) {
  const auto day = std::chrono::sys_days(local_date(until)) -
                   (Printer::blocks_of(options) + 1) * k_simulated_block;
  return instant_of(LocalDate(day));
}

void simulate_accounts(store::Reader& stamps, store::Tx& target, Instant at) {
  std::deque<std::string> kept;
  const auto columns = store::bulk_columns(stamps, "account");
  store::bulk_insert(target, "account", columns, store::all_rows(stamps, "account", columns, kept));
  for (const auto& account : store::accounts(stamps)) {
    for (auto& event : store::events_of(stamps, "account:" + account.id)) {
      store::NewEvent made;
      made.report = event.report;
      made.actor = event.actor;
      made.role = event.role;
      made.action = event.action;
      made.from = event.from;
      made.to = event.to;
      made.body = json::parse(event.body).value().as_object();
      made.schema = event.schema;
      made.first = event.seq == 1;
      store::append_event(target, made, at);
    }
  }
}

std::vector<Stamp> cut_stamps(store::Reader& stamps, const StampColumns& columns,
                              const vault::Vault& vault) {
  std::set<std::string> accounts;
  for (const auto& account : store::accounts(stamps)) accounts.insert(account.id);
  std::vector<Stamp> out;
  for (const auto& report : store::plain_reports(stamps)) {
    auto stamp = Stamp::cut(stamps, columns, vault, accounts, report);
    if (stamp) out.push_back(std::move(*stamp));
  }
  return out;
}

Simulated simulate(const std::vector<Stamp>& stamps, const StampColumns& columns,
                   const vault::Vault& vault, const std::string& code_prefix,
                   store::Connection& target, const SimulateOptions& options,
                   const std::function<void(std::int64_t)>& said) {
  store::Reader reader(target);
  const store::Head first = store::head(reader);
  Belt printed;
  Belt packed;
  Printer printer(stamps, columns, vault, code_prefix, options, first, printed);
  std::exception_ptr print_fault;
  std::exception_ptr pack_fault;
  Simulated out;
  {
    const std::jthread printing([&] { run_stage(printed, print_fault, [&] { printer.run(); }); });
    const std::jthread packing([&] {
      run_stage(packed, pack_fault, [&] {
        const auto places = packed_columns(columns);
        while (auto batch = printed.take()) {
          pack(*batch, places);
          packed.put(std::move(batch));
        }
      });
      printed.stop();
    });
    try {
      while (const auto batch = packed.take()) {
        write(target, columns, *batch);
        out.reports += batch->reports;
        said(out.reports);
      }
    } catch (...) {
      printed.stop();
      packed.stop();
      throw;
    }
  }
  if (print_fault) std::rethrow_exception(print_fault);
  if (pack_fault) std::rethrow_exception(pack_fault);
  write_counters(target, printer.years());
  out.events = printer.last().n - first.n;
  return out;
}

}  // namespace camaug::app
