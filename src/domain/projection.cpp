#include "domain/projection.hpp"

#include <array>
#include <type_traits>
#include <utility>

#include "domain/projection_table.hpp"

namespace camaug::domain {
namespace {

namespace bj = boost::json;
namespace bd = boost::describe;

template <class T>
using Members = bd::describe_members<T, bd::mod_public | bd::mod_inherited>;

// Words of an enum member, by type.
template <class E>
std::optional<E> parse_word(std::string_view text) {
  if constexpr (std::is_same_v<E, State>) return parse_state(text);
  if constexpr (std::is_same_v<E, Register>) return parse_register(text);
  if constexpr (std::is_same_v<E, Urgency>) return parse_urgency(text);
  if constexpr (std::is_same_v<E, Outcome>) return parse_outcome(text);
  if constexpr (std::is_same_v<E, RefuseKind>) return parse_refuse(text);
  if constexpr (std::is_same_v<E, ClockKind>) return parse_clock(text);
  if constexpr (std::is_same_v<E, ClockResult>) return parse_clock_result(text);
}

template <class T>
Cell cell_of(const T& value) {
  if constexpr (std::is_enum_v<T>) {
    return std::string(word(value));
  } else if constexpr (std::is_same_v<T, Instant>) {
    return epoch_ms(value);
  } else {
    return value;
  }
}
template <class T>
Cell cell_of(const std::optional<T>& value) {
  return value ? cell_of(*value) : Cell(std::monostate{});
}

template <class T>
bool assign(T& out, const Cell& cell) {
  if constexpr (std::is_enum_v<T>) {
    const auto* text = std::get_if<std::string>(&cell);
    const auto parsed = text == nullptr ? std::nullopt : parse_word<T>(*text);
    if (!parsed) return false;
    out = *parsed;
    return true;
  } else if constexpr (std::is_same_v<T, Instant>) {
    const auto* ms = std::get_if<std::int64_t>(&cell);
    if (ms == nullptr) return false;
    out = from_epoch_ms(*ms);
    return true;
  } else {
    const auto* value = std::get_if<T>(&cell);
    if (value == nullptr) return false;
    out = *value;
    return true;
  }
}
template <class T>
bool assign(std::optional<T>& out, const Cell& cell) {
  if (std::holds_alternative<std::monostate>(cell)) {
    out.reset();
    return true;
  }
  T value{};
  if (!assign(value, cell)) return false;
  out = std::move(value);
  return true;
}

template <class T>
struct Plain {
  using type = T;
};
template <class T>
struct Plain<std::optional<T>> {
  using type = T;
};

template <class T>
constexpr CellKind kind_of() {
  if constexpr (std::is_same_v<T, bool>) return CellKind::flag;
  if constexpr (std::is_same_v<T, std::int64_t> || std::is_same_v<T, Instant>) {
    return CellKind::number;
  }
  return CellKind::text;
}

struct Column {
  CellKind kind;
  bool (*set)(Report&, const Cell&);
};

template <class Member>
bool set_member(Report& report, const Cell& cell) {
  return assign(report.*Member::pointer, cell);
}

template <template <class...> class List, class... Each>
constexpr std::array<Column, sizeof...(Each)> make_table(List<Each...>) {
  return {{{kind_of<typename Plain<
                std::remove_cvref_t<decltype(std::declval<Report&>().*Each::pointer)>>::type>(),
            &set_member<Each>}...}};
}
constexpr auto k_report_table = make_table(Members<Report>{});

bj::value to_value(const Cell& cell) {
  return std::visit(
      [](const auto& v) -> bj::value {
        if constexpr (std::is_same_v<std::decay_t<decltype(v)>, std::monostate>) {
          return nullptr;
        } else {
          return bj::value(v);
        }
      },
      cell);
}

template <class T>
bool apply_object(T& row, const bj::object& set, std::string& fault) {
  for (const auto& member : set) {
    if (!set_cell(row, member.key(), to_cell(member.value()))) {
      fault = member.key();
      return false;
    }
  }
  return true;
}

}  // namespace

Cell to_cell(const bj::value& value) {
  if (value.is_int64()) return value.get_int64();
  if (value.is_bool()) return value.get_bool();
  if (value.is_string()) return std::string(value.get_string());
  return std::monostate{};
}

template <class T>
std::vector<std::string_view> columns() {
  std::vector<std::string_view> out;
  boost::mp11::mp_for_each<Members<T>>(
      [&](auto member) { out.push_back(column_name(member.name)); });
  return out;
}

template <class T>
std::vector<Cell> cells(const T& row) {
  std::vector<Cell> out;
  boost::mp11::mp_for_each<Members<T>>(
      [&](auto member) { out.push_back(cell_of(row.*member.pointer)); });
  return out;
}

template <class T>
bool set_cell(T& row, std::string_view column, const Cell& value) {
  bool done = false;
  boost::mp11::mp_for_each<Members<T>>([&](auto member) {
    if (!done && column_name(member.name) == column) done = assign(row.*member.pointer, value);
  });
  return done;
}

CellKind cell_kind(std::size_t column) {
  return k_report_table.at(column).kind;
}

bool set_cell_at(Report& report, std::size_t column, const Cell& value) {
  return k_report_table.at(column).set(report, value);
}

bj::object difference(const Report& before, const Report& after) {
  bj::object set;
  boost::mp11::mp_for_each<Members<Report>>([&](auto member) {
    if (before.*member.pointer != after.*member.pointer) {
      set[column_name(member.name)] = to_value(cell_of(after.*member.pointer));
    }
  });
  return set;
}

bj::object to_json(const ClockRow& row) {
  bj::object out;
  boost::mp11::mp_for_each<Members<ClockRow>>(
      [&](auto member) { out[column_name(member.name)] = to_value(cell_of(row.*member.pointer)); });
  return out;
}

bool apply_set(Report& report, const bj::object& set, std::string& fault) {
  // A member of logs before the column went (migration 0007); nothing follows from it.
  if (!set.contains("climbed")) return apply_object(report, set, fault);
  bj::object without = set;
  without.erase("climbed");
  return apply_object(report, without, fault);
}

bool apply_clock(ClockRow& row, const bj::object& body, std::string& fault) {
  return apply_object(row, body, fault);
}

template std::vector<std::string_view> columns<Report>();
template std::vector<std::string_view> columns<ClockRow>();
template std::vector<Cell> cells<Report>(const Report&);
template std::vector<Cell> cells<ClockRow>(const ClockRow&);
template bool set_cell<Report>(Report&, std::string_view, const Cell&);
template bool set_cell<ClockRow>(ClockRow&, std::string_view, const Cell&);

}  // namespace camaug::domain
