// The numbers beside the desk's lists are those of the lists themselves, for everybody who has
// lists, after any history.
#include "app/open_index.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <random>

#include "app/services_for_test.hpp"
#include "store/queue.hpp"

using namespace camaug;

namespace camaug::app {
namespace {

constexpr Instant k_now = from_epoch_ms(1'790'000'000'000);
constexpr std::int64_t k_reports = 40;
constexpr std::array<std::string_view, 3> k_agencies = {"so_xd", "so_yt", "ubnd_31834"};
constexpr std::array<std::string_view, 3> k_areas = {"2025-31834", "2025-31825", "2025-96"};

// Reports whose rows are changed past the use cases, each with an event as every change has.
class Desk {
 public:
  explicit Desk(store::Engine engine) : province_(k_now, engine) {
    using domain::Role;
    viewers_ = {province_.viewer(Role::coordinator),
                province_.viewer(Role::denunciation_keeper),
                province_.viewer(Role::officer, "so_xd"),
                province_.viewer(Role::officer, "so_xd"),  // with no case of his own
                province_.viewer(Role::agency_leader, "so_yt"),
                province_.viewer(Role::supervisor, "", "2025-31834"),
                province_.viewer(Role::supervisor, "", "2025-96")};
    for (std::int64_t i = 1; i <= k_reports; ++i) insert(i);
  }

  void insert(std::int64_t number) {
    province_.change_row(number, [&](store::Tx& tx, const std::string& id) {
      tx.execute(
          "INSERT INTO report (id, number, code, state, version, field, register, urgency,"
          " outside_province, channel, secret_hash, body_hash, submitted_at, updated_at,"
          " private_wish, consent_call, has_contact, scope_override, published, awaiting_approval,"
          " reopen_requested, reopen_asked, plan_count, given_back, recalled)"
          " VALUES ($1, $2, $1, 'submitted', 1, 'roads', 'ordinary', 'none', FALSE, 'web', '', '',"
          " $3, $3, FALSE, FALSE, FALSE, FALSE, FALSE, FALSE, FALSE, FALSE, 0, 0, 0)",
          id, number, k_now);
    });
  }

  // One change of one report, as chance will have it.
  void move() {
    const auto number = dice(k_reports) + 1;
    province_.change_row(number, [&](store::Tx& tx, const std::string& id) {
      const auto set = [&](std::string_view what, const auto& value) {
        tx.execute("UPDATE report SET " + std::string(what) + " = $2 WHERE id = $1", id, value);
      };
      switch (dice(12)) {
        case 0:
          return close(tx, id);
        case 1:
          return set("urgency", domain::k_urgency_words[static_cast<std::size_t>(dice(3))]);
        case 2:
          return set("register", domain::k_register_words[static_cast<std::size_t>(dice(3))]);
        case 3:
          return set("lead", one_of(k_agencies));
        case 4:
          return set("named_agency", maybe(one_of(k_agencies)));
        case 5:
          return set("area", maybe(one_of(k_areas)));
        case 6:
          return set("officer", maybe(viewers_[2].account));
        case 7:
          return set("due_at", epoch_ms(k_now) + dice(3) - 1);
        case 8:
          return set("given_back", dice(2));
        case 9:
          return set(dice(2) == 0 ? "scope_override" : "awaiting_approval", dice(2) == 0);
        case 10:
          return help(tx, id);
        default:
          open(tx, id);
      }
    });
  }

  // Every number against the length of its list.
  void compare(Instant now = k_now) {
    auto reader = province_.reader();
    for (const auto& viewer : viewers_) {
      const auto counts = province_.services().open->counts(reader, viewer, now);
      const auto same = [&](const std::string& list, std::int64_t count) {
        INFO(list << " of " << word(viewer.role) << ' ' << viewer.area);
        store::ListFilter filter;
        filter.now = now;
        filter.list = list;
        filter.limit = static_cast<int>(k_reports) + 1;
        if (list != "reopen") filter.state = "open";
        CHECK(static_cast<std::int64_t>(store::queue(reader, viewer, filter).rows.size()) == count);
      };
      same("all", counts.open);
      same("reopen", counts.reopen);
      same("submitted", counts.submitted);
      same("urgent", counts.urgent);
      same("overdue", counts.overdue);
      same("sent", counts.sent);
      same("answered", counts.answered);
      same("waiting_reporter", counts.waiting_reporter);
      same("repairing", counts.repairing);
      same("given_back", counts.given_back);
      same("scope_override", counts.scope_override);
      same("unassigned", counts.unassigned);
      same("approval", counts.approval);
      same("mine", counts.mine);
      same("crime_report", counts.crime_report);
      same("denunciation", counts.denunciation);
    }
  }

 private:
  void close(store::Tx& tx, const std::string& id) {
    tx.execute(
        "UPDATE report SET state = 'resolved', closed_at = $2, reopen_requested = $3"
        " WHERE id = $1",
        id, k_now, dice(2) == 0);
  }
  void open(store::Tx& tx, const std::string& id) {
    constexpr std::array<std::string_view, 6> k_states = {
        "submitted", "dispatched", "in_progress", "waiting_reporter", "answered", "repairing"};
    tx.execute(
        "UPDATE report SET state = $2, closed_at = NULL, reopen_requested = FALSE WHERE id = $1",
        id, one_of(k_states));
  }
  void help(store::Tx& tx, const std::string& id) {
    tx.execute("DELETE FROM cooperating WHERE report = $1", id);
    for (const auto agency : k_agencies) {
      if (dice(2) == 0) {
        tx.execute("INSERT INTO cooperating (report, agency) VALUES ($1, $2)", id, agency);
      }
    }
  }

  std::int64_t dice(std::int64_t sides) {
    return static_cast<std::int64_t>(random_() % static_cast<std::uint32_t>(sides));
  }
  template <class List>
  std::string_view one_of(const List& list) {
    return list[static_cast<std::size_t>(dice(static_cast<std::int64_t>(list.size())))];
  }
  std::optional<std::string_view> maybe(std::string_view text) {
    return dice(3) == 0 ? std::nullopt : std::optional(text);
  }

  for_test::Province province_;
  std::vector<domain::Viewer> viewers_;
  std::mt19937 random_{3};
};

}  // namespace

TEST_CASE("the numbers beside the lists are those of the lists, after any history") {
  for (const store::Engine engine : store::test_engines()) {
    INFO(word(engine));
    Desk desk(engine);
    desk.compare();
    for (int step = 0; step < 400; ++step) {
      desk.move();
      if (step % 20 == 0) desk.compare();
    }
    desk.compare();
    // Kept while nothing moves, each sight's for itself, and not longer than the second.
    desk.compare();
    desk.compare(k_now + std::chrono::seconds(1));
  }
}

}  // namespace camaug::app
