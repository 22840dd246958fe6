#include "app/stamp.hpp"

#include <algorithm>
#include <charconv>
#include <stdexcept>

#include "domain/cell.hpp"
#include "store/brief.hpp"

namespace camaug::app {
namespace {

template <class... F>
struct Overloaded : F... {
  using F::operator()...;
};

void append_number(std::string& out, std::int64_t n) {
  char digits[24];
  out.append(digits, std::to_chars(digits, std::end(digits), n).ptr);
}

// What a slot says in one print: a number, or a text that lives in the print or here.
class Filler {
 public:
  Filler(const Print& print, std::int64_t lat7, std::int64_t lon7)
      : print_(print), lat7_(lat7 + print.lat_shift), lon7_(lon7 + print.lon_shift) {}

  [[nodiscard]] store::Value value(Slot slot, std::int64_t base) const {
    switch (slot) {
      case Slot::report:
        return std::string_view(print_.report);
      case Slot::number:
        return print_.number;
      case Slot::code:
        return std::string_view(print_.code);
      case Slot::time:
        return base + print_.shift.count();
      case Slot::date:
        date_ = format_date(LocalDate(std::chrono::local_days(
            std::chrono::days(base) + std::chrono::round<std::chrono::days>(print_.shift))));
        return std::string_view(date_);
      case Slot::content:
        return std::string_view(print_.contents[static_cast<std::size_t>(base)]);
      case Slot::clock:
        return print_.first_clock + base;
      case Slot::lat7:
        return lat7_;
      case Slot::lon7:
        return lon7_;
      case Slot::cell:
        return domain::morton_cell(lat7_, lon7_);
      case Slot::wrapped:
        return store::Bytes{print_.wrapped};
      case Slot::name:
        return store::Bytes{print_.name};
      case Slot::phone:
        return store::Bytes{print_.phone};
      case Slot::fixed:
        break;
    }
    throw std::logic_error("a fixed value is no slot");
  }

  [[nodiscard]] std::string text(const std::vector<StampPart>& parts) const {
    std::string out;
    constexpr std::size_t k_slot = 36;
    std::size_t size = 0;
    for (const auto& part : parts) size += part.before.size() + k_slot;
    out.reserve(size);
    for (const auto& part : parts) {
      out.append(part.before);
      if (part.slot == Slot::fixed) continue;
      const auto filled = value(part.slot, part.base);
      if (const auto* number = std::get_if<std::int64_t>(&filled)) {
        append_number(out, *number);
      } else {
        out.append(std::get<std::string_view>(filled));  // ids, codes and dates need no escapes
      }
    }
    return out;
  }

  [[nodiscard]] store::Value fill(const StampCell& cell, std::deque<std::string>& kept) const {
    if (!cell.parts.empty()) {
      return store::Bytes{kept.emplace_back(text(cell.parts))};
    }
    if (cell.slot != Slot::fixed) {
      auto filled = value(cell.slot, cell.base);
      if (const auto* word = std::get_if<std::string_view>(&filled)) {
        return std::string_view(kept.emplace_back(*word));  // a print does not live long
      }
      if (const auto* bytes = std::get_if<store::Bytes>(&filled)) {
        return store::Bytes{kept.emplace_back(bytes->data)};
      }
      return filled;
    }
    return std::visit(Overloaded{[](std::monostate) { return store::Value(std::monostate{}); },
                                 [&](const std::string& t) {
                                   return cell.is_bytes ? store::Value(store::Bytes{t})
                                                        : store::Value(std::string_view(t));
                                 },
                                 [](auto other) { return store::Value(other); }},
                      cell.fixed);
  }

 private:
  const Print& print_;
  std::int64_t lat7_;
  std::int64_t lon7_;
  mutable std::string date_;
};

std::size_t column_of(std::span<const store::BulkColumn> columns, std::string_view name) {
  const auto found = std::ranges::find(columns, name, &store::BulkColumn::name);
  return static_cast<std::size_t>(found - columns.begin());
}

}  // namespace

void Stamp::seal(Print& print, const vault::Vault& vault) const {
  const auto sealed = [&](const std::string& text, std::string_view what) {
    return store::bytes_of_sealed(vault::seal(keys_->key, text, std::string(what) + print.report));
  };
  print.wrapped = store::bytes_of_sealed(vault.wrap(*keys_, print.report));
  if (name_) print.name = sealed(*name_, "identity.name:");
  if (phone_) print.phone = sealed(*phone_, "identity.phone:");
}

std::vector<store::BulkRow> Stamp::print_table(const Print& print, std::size_t table,
                                               std::deque<std::string>& kept) const {
  const Filler filler(print, lat7_, lon7_);
  std::vector<store::BulkRow> out;
  out.reserve(rows_[table].size());
  for (const auto& row : rows_[table]) {
    auto& printed = out.emplace_back();
    printed.reserve(row.size());
    for (const auto& cell : row) printed.push_back(filler.fill(cell, kept));
  }
  return out;
}

store::BulkRow Stamp::print_event(const Print& print, std::size_t event,
                                  std::span<const store::BulkColumn> columns, store::Head& last,
                                  std::deque<std::string>& kept) const {
  const Filler filler(print, lat7_, lon7_);
  store::BulkRow row;
  row.reserve(columns.size());
  for (const auto& cell : rows_.back()[event]) row.push_back(filler.fill(cell, kept));
  const auto at = [&](std::string_view name) -> store::Value& {
    return row[column_of(columns, name)];
  };
  const auto text = [&](std::string_view name) {
    return std::string(std::get<std::string_view>(at(name)));
  };
  const auto maybe = [&](std::string_view name) {
    const auto* word = std::get_if<std::string_view>(&at(name));
    return word == nullptr ? std::optional<std::string>() : std::string(*word);
  };
  store::Event made;
  made.n = last.n + 1;
  made.report = print.report;
  made.seq = std::get<std::int64_t>(at("seq"));
  made.at = from_epoch_ms(std::get<std::int64_t>(at("at")));
  if (const auto* actor = std::get_if<store::Bytes>(&at("actor"))) {
    made.actor = store::actor_of_bytes(actor->data);
  }
  made.role = text("role");
  made.action = text("action");
  made.from = maybe("from_state");
  made.to = maybe("to_state");
  made.body = std::get<store::Bytes>(at("body")).data;
  made.schema = std::get<std::int64_t>(at("schema"));
  made.hash = store::chain_hash(last.hash, store::canonical(made));
  at("n") = made.n;
  at("hash") = store::Bytes{kept.emplace_back(store::bytes_of_hex(made.hash))};
  last = {made.n, made.at, std::move(made.hash)};
  return row;
}

void Stamp::count(const Print& print, store::FigureSheets& sheets) const {
  if (!ordinary_) return;
  const auto moved = [&](std::optional<Instant> at) {
    return at ? std::optional(*at + print.shift) : std::nullopt;
  };
  auto report = counted_;
  report.submitted_at += print.shift;
  report.closed_at = moved(report.closed_at);
  sheets.count(report, 1);
  for (auto clock : counted_clocks_) {
    clock.started_at += print.shift;
    clock.due_at = moved(clock.due_at);
    clock.ended_at = moved(clock.ended_at);
    sheets.count(report, clock, 1);
  }
}

}  // namespace camaug::app
