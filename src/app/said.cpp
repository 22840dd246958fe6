#include "app/said.hpp"

#include <boost/json.hpp>

namespace camaug::app {
namespace {

using domain::Action;

// The ids of what an event said; `kinds` narrows them to answers.
std::vector<std::string> contents_of(const boost::json::object& body, bool answers_only) {
  std::vector<std::string> ids;
  const auto* contents = body.if_contains("contents");
  if (contents == nullptr) return ids;
  for (const auto& item : contents->as_array()) {
    const auto& kind = item.at("kind").as_string();
    if (answers_only && kind != "answer" && kind != "plan") continue;
    ids.emplace_back(item.at("id").as_string());
  }
  return ids;
}

}  // namespace

Said said(const Case& c) {
  Said out;
  std::vector<std::string> answer;    // the newest one
  std::vector<std::string> previous;  // what the event before said
  for (std::size_t i = 0; i < c.events.size(); ++i) {
    const auto& event = c.events[i];
    const auto& body = c.bodies[i];
    const auto spoken = contents_of(body, false);
    if (event.action == word(Action::answer)) answer = contents_of(body, true);
    if (event.action == word(Action::relay)) out.told.insert(answer.begin(), answer.end());
    if (event.action == word(Action::undo)) {
      out.taken_back.insert(previous.begin(), previous.end());
      const auto* undone = body.if_contains("undone");
      if (undone != nullptr && undone->is_string() && undone->as_string() == word(Action::relay)) {
        for (const auto& id : answer) out.told.erase(id);
      }
    }
    previous = spoken;
  }
  return out;
}

}  // namespace camaug::app
