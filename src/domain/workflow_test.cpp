// Rows of the table as DOMAIN's words demand them, and a text for every word in both languages.
#include "domain/workflow.hpp"

#include <doctest/doctest.h>

#include "base/texts.hpp"

using namespace camaug;
using namespace camaug::domain;

namespace {

template <std::size_t N>
void all_have_texts(const std::array<std::string_view, N>& words, std::string_view prefix,
                    std::string_view suffix = "") {
  for (const std::string_view word_ : words) {
    const std::string key = std::string(prefix) + std::string(word_) + std::string(suffix);
    for (const Lang lang : {Lang::vi, Lang::en}) CHECK_MESSAGE(text(lang, key) != key, key);
  }
}

bool in_english_too(std::string_view key) {
  for (const TextEntry& entry : all_texts(Lang::en)) {
    if (entry.key == key) return true;
  }
  return false;
}

}  // namespace

TEST_CASE("rows by state, action and role") {
  using enum State;
  using enum Action;
  CHECK(step({}, submit, Role::reporter)->to == submitted);
  CHECK(step({}, submit, Role::intake_clerk) != nullptr);
  CHECK(step({}, submit, Role::officer) == nullptr);
  CHECK(step(submitted, submit, Role::reporter) == nullptr);
  CHECK(step({}, dispatch, Role::coordinator) == nullptr);
  CHECK(step(submitted, dispatch, Role::coordinator)->to == dispatched);
  CHECK(step(dispatched, dispatch, Role::coordinator) == nullptr);
  CHECK(step(in_progress, give_back, Role::officer)->to == submitted);
  CHECK(step(answered, give_back, Role::officer) == nullptr);
  CHECK(step(dispatched, accept, Role::agency_leader) == nullptr);
  CHECK(step(dispatched, assign, Role::officer) == nullptr);
  CHECK(step(repairing, answer, Role::officer)->to == answered);
  CHECK(step(dispatched, answer, Role::officer) == nullptr);
  CHECK(step(repairing, merge, Role::coordinator) == nullptr);
  CHECK(step(answered, relay, Role::agency_leader) == nullptr);
  CHECK(step(handed_over, ask_reopen, Role::reporter) == nullptr);
  CHECK(step(withdrawn, note, Role::coordinator) != nullptr);
  CHECK(step(resolved, set_urgent, Role::coordinator) == nullptr);
}

TEST_CASE("admin, anonymous and later roles do nothing to a report") {
  for (const Transition& row : k_transitions) {
    for (const Role role : {Role::admin, Role::anonymous, Role::chief_of_office}) {
      CHECK_FALSE(contains(row.by, role));
    }
    CHECK(!row.article.empty());
    CHECK(text(Lang::en, row.article) != row.article);
  }
}

TEST_CASE("every word of a report has its texts") {
  all_have_texts(k_state_words, "state.", ".reporter");
  all_have_texts(k_state_words, "state.", ".staff");
  all_have_texts(k_action_words, "action.");
  all_have_texts(k_clock_words, "clock.");
  all_have_texts(k_clock_words, "deadline.clock.");
  all_have_texts(k_clock_owner_words, "deadline.owner.");
  all_have_texts(k_clock_result_words, "clock_result.");
  all_have_texts(k_outcome_words, "outcome.");
  all_have_texts(k_role_words, "role.");
  all_have_texts(k_refuse_words, "refuse.");
  all_have_texts(k_urgency_words, "urgency.");
  all_have_texts(k_register_words, "register.");
  all_have_texts(k_publicity_words, "publicity.");
}

TEST_CASE("what these files say in Vietnamese they say in English") {
  for (const TextEntry& entry : all_texts(Lang::vi)) {
    for (const char* prefix : {"state.", "action.", "clock", "outcome.", "role.", "refuse.",
                               "urgency.", "notice.", "deadline.", "basis."}) {
      if (entry.key.starts_with(prefix)) CHECK_MESSAGE(in_english_too(entry.key), entry.key);
    }
  }
}
