#include "app/replay.hpp"

#include <exception>

namespace camaug::app {
namespace {

namespace bj = boost::json;

void fold_clocks(Replayed& state, const bj::array& rows, std::string& fault) {
  for (const auto& item : rows) {
    domain::ClockRow row;
    if (!item.is_object() || !domain::apply_clock(row, item.get_object(), fault)) return;
    state.clocks[row.id] = row;
  }
}

void fold_contents(Replayed& state, const bj::array& contents) {
  for (const auto& item : contents) {
    const auto& object = item.as_object();
    state.commitments[std::string(object.at("id").as_string())] =
        object.at("commitment").as_string();
  }
}

void fold(Replayed& state, const store::Event& event) {
  const auto body = event_body(event);
  std::string fault;
  if (const auto* set = body.if_contains("set")) {
    if (!domain::apply_set(state.report, set->as_object(), fault)) state.fault = fault;
  }
  if (const auto* rows = body.if_contains("clocks")) {
    fold_clocks(state, rows->as_array(), fault);
  }
  if (const auto* contents = body.if_contains("contents")) {
    fold_contents(state, contents->as_array());
  }
  if (const auto* agencies = body.if_contains("cooperating")) {
    state.cooperating = bj::value_to<std::vector<std::string>>(*agencies);
  }
  if (!fault.empty()) state.fault = "event " + std::to_string(event.n) + ": " + fault;
}

}  // namespace

Replayed replay(const std::vector<store::Event>& events, std::size_t count) {
  Replayed state;
  for (std::size_t i = 0; i < count && i < events.size() && state.fault.empty(); ++i) {
    // A body that was edited need not be what any of this expects.
    try {
      fold(state, events[i]);
    } catch (const std::exception& error) {
      state.fault = "event " + std::to_string(events[i].n) + ": " + error.what();
    }
  }
  return state;
}

}  // namespace camaug::app
