#include "app/contact_ask.hpp"

#include "app/case.hpp"

namespace camaug::app {
namespace {

using domain::Action;

ContactAsk ask_of(const store::Event& event) {
  const auto body = event_body(event);
  ContactAsk ask;
  ask.asker = body.at("contact_asker").as_string();
  ask.content = body.at("contents").as_array().at(0).at("id").as_string();
  ask.at = event.at;
  return ask;
}

bool undoes_ask(const store::Event& event) {
  const auto body = event_body(event);
  const auto* undone = body.if_contains("undone");
  return undone != nullptr && undone->as_string() == word(Action::ask_contact);
}

}  // namespace

std::vector<ContactAsk> contact_asks(const std::vector<store::Event>& events) {
  std::vector<ContactAsk> asks;
  for (const store::Event& event : events) {
    if (event.action == word(Action::ask_contact)) {
      asks.push_back(ask_of(event));
    } else if (asks.empty()) {
      continue;  // also what a tampered log makes of an answer
    } else if (event.action == word(Action::undo) && undoes_ask(event)) {
      asks.pop_back();
    } else if (event.action == word(Action::allow_contact)) {
      asks.back().allowed = true;
    } else if (event.action == word(Action::decline_contact)) {
      asks.back().allowed = false;
    }
  }
  return asks;
}

}  // namespace camaug::app
