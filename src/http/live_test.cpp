// Who hears what of live events: the real feed over real events, for every role, at delivery and on
// reconnecting; what leaves a sight says so, and what never was in it says nothing.
#include <doctest/doctest.h>

#include <map>

#include "app/act.hpp"
#include "app/services_for_test.hpp"
#include "app/submit.hpp"
#include "base/id.hpp"
#include "http/desk.hpp"
#include "http/sse.hpp"

namespace camaug::http {
namespace {

using domain::Action;
using domain::Role;
using Body = boost::json::object;

const Instant k_now = parse_rfc3339("2026-11-20T08:00:00+07:00").value();
constexpr const char* k_lead = "ubnd_32002";
constexpr const char* k_helper = "ubnd_32025";
constexpr const char* k_commune = "2025-32002";

// "dispatch", "gone", "reset": the kinds of what came, in order, space between.
std::string kinds(std::string_view stream) {
  std::string out;
  for (auto at = stream.find("event: "); at != std::string_view::npos;
       at = stream.find("event: ", at + 1)) {
    auto name = stream.substr(at + 7, stream.find('\n', at) - at - 7);
    if (name == "report") {
      const auto kind = stream.find("\"kind\":\"", at) + 8;
      name = stream.substr(kind, stream.find('"', kind) - kind);
    }
    out += (out.empty() ? "" : " ") + std::string(name);
  }
  return out;
}

class Live {
 public:
  explicit Live(LiveOptions options = {})
      : province_(k_now - std::chrono::hours(1)), hub_(event_feed(), options) {
    add("coordinator", province_.viewer(Role::coordinator));
    add("leader", province_.viewer(Role::agency_leader, k_lead));
    add("officer", province_.viewer(Role::officer, k_lead));
    add("helper", province_.viewer(Role::officer, k_helper));
    add("stranger", province_.viewer(Role::officer, "ubnd_32014"));
    add("area", province_.viewer(Role::supervisor, "", k_commune));
    add("province", province_.viewer(Role::supervisor, "", "2025-96"));
    add("elsewhere", province_.viewer(Role::supervisor, "", "2025-32025"));
    add("keeper", province_.viewer(Role::denunciation_keeper));
    add("admin", province_.viewer(Role::admin));
    domain::Viewer guest;
    guest.role = Role::reporter;
    guest.report = make_uuid7(k_now);
    guest.session = app::secret_digest("AAAAAAAAAAAAAAAAAAAAAA").value();
    add("sender", guest);
    guest.report = make_uuid7(k_now);
    add("other", guest);
    auto reader = province_.reader();
    for (auto& [name, listener] : listeners_) {
      listener.cursor = hub_.start(reader, listener.subscription, -1).cursor;
    }
  }

  void submit(const std::string& sender) {
    app::NewReport report;
    report.id = viewer(sender).report;
    report.tile = "roads";
    report.text = "Chữ của người dân";
    report.commune = k_commune;
    REQUIRE(province_.change([&](store::Tx& tx) {
      return app::submit(province_.services(), tx, report, "AAAAAAAAAAAAAAAAAAAAAA", k_now,
                         Lang::vi);
    }));
  }
  void act(const std::string& who, Action action, const Body& body = {}) {
    const auto done = province_.change([&](store::Tx& tx) {
      return app::act(province_.services(), tx, viewer(who), viewer("sender").report, action, body,
                      {}, k_now);
    });
    if (!done) MESSAGE(done.error().key);
    REQUIRE(done);
  }

  // Who heard what since the last call; those who heard nothing are left out.
  std::map<std::string, std::string> heard() {
    auto reader = province_.reader();
    (void)hub_.pump(reader);
    std::map<std::string, std::string> out;
    for (auto& [name, listener] : listeners_) {
      const auto text = hub_.next(listener.subscription, listener.cursor);
      CHECK(text.find("Chữ") == std::string::npos);
      if (!text.empty()) out[name] = kinds(text);
    }
    return out;
  }
  // What a listener hears who comes back with this number.
  std::string again(const std::string& who, std::int64_t cursor) {
    auto reader = province_.reader();
    const auto& subscription = listeners_.at(who).subscription;
    auto started = hub_.start(reader, subscription, cursor);
    return kinds(started.text + hub_.next(subscription, started.cursor));
  }
  std::string after_restart(const std::string& who, std::int64_t cursor) {
    auto reader = province_.reader();
    LiveHub fresh(event_feed(), {});
    return kinds(fresh.start(reader, listeners_.at(who).subscription, cursor).text);
  }
  std::int64_t newest() { return hub_.newest(); }
  const domain::Viewer& viewer(const std::string& who) {
    return listeners_.at(who).subscription.viewer;
  }

 private:
  struct Listener {
    Subscription subscription;
    std::int64_t cursor = -1;
  };
  void add(const std::string& name, const domain::Viewer& viewer) {
    listeners_[name].subscription.viewer = viewer;
  }

  app::for_test::Province province_;
  LiveHub hub_;
  std::map<std::string, Listener> listeners_;
};

using Heard = std::map<std::string, std::string>;

// What `kind` sounds like to the portal, the two supervisors and the sender.
Heard outside(const std::string& kind) {
  return {{"coordinator", kind}, {"area", kind}, {"province", kind}, {"sender", kind}};
}
Heard with_agencies(const std::string& kind, const std::string& at_agencies) {
  Heard out = outside(kind);
  for (const char* who : {"leader", "officer", "helper"}) out[who] = at_agencies;
  return out;
}

const Body k_dispatch{{"lead", k_lead}, {"cooperating", {k_helper}}};

}  // namespace

TEST_CASE("live: each role hears of what it may see, and of its leaving") {
  Live live;
  live.submit("sender");
  CHECK(live.heard() == outside("submit"));
  live.act("coordinator", Action::dispatch, k_dispatch);
  CHECK(live.heard() == with_agencies("dispatch", "dispatch"));
  live.act("officer", Action::accept);
  CHECK(live.heard() == with_agencies("accept", "accept"));
  live.act("coordinator", Action::recall, {{"reason", "Nhầm"}});
  CHECK(live.heard() == with_agencies("recall", "gone"));
  live.act("coordinator", Action::note, {{"text", "Chữ ghi chú"}});
  CHECK(live.heard() == outside("note"));
  live.submit("other");
  CHECK(live.heard() == Heard{{"coordinator", "submit"},
                              {"area", "submit"},
                              {"province", "submit"},
                              {"other", "submit"}});
}

TEST_CASE("live: giving back and taking back leave the agencies too") {
  Live live;
  live.submit("sender");
  live.act("coordinator", Action::dispatch, k_dispatch);
  (void)live.heard();
  live.act("leader", Action::give_back, {{"reason", "Không phải"}});
  CHECK(live.heard() == with_agencies("give_back", "gone"));
  live.act("coordinator", Action::dispatch, k_dispatch);
  CHECK(live.heard() == with_agencies("dispatch", "dispatch"));
  live.act("coordinator", Action::undo);
  CHECK(live.heard() == with_agencies("undo", "gone"));
}

TEST_CASE("live: a denunciation leaves everybody but its keeper, and goes on unheard") {
  Live live;
  live.submit("sender");
  (void)live.heard();
  live.act("coordinator", Action::refuse, {{"kind", "denunciation"}, {"text", "Thanh tra"}});
  CHECK(live.heard() == Heard{{"coordinator", "gone"},
                              {"area", "gone"},
                              {"province", "gone"},
                              {"keeper", "refuse"},
                              {"sender", "refuse"}});
  live.act("keeper", Action::note, {{"text", "Chữ vào sổ"}});
  CHECK(live.heard() == Heard{{"keeper", "note"}, {"sender", "note"}});
}

TEST_CASE("live: a crime report leaves the supervisors only; who never saw it hears nothing") {
  Live live;
  live.submit("sender");
  (void)live.heard();
  live.act("coordinator", Action::hand_over,
           {{"kind", "crime_report"}, {"to", "Công an"}, {"text", "Đã chuyển"}});
  CHECK(live.heard() == Heard{{"coordinator", "hand_over"},
                              {"area", "gone"},
                              {"province", "gone"},
                              {"sender", "hand_over"}});
}

TEST_CASE("live: a reconnecting listener gets what was missed, and no more") {
  Live live;
  const auto start = live.newest();
  live.submit("sender");
  live.act("coordinator", Action::dispatch, k_dispatch);
  (void)live.heard();
  const auto seen = live.newest();
  live.act("coordinator", Action::recall, {{"reason", "Nhầm"}});
  (void)live.heard();
  CHECK(live.again("coordinator", start) == "submit dispatch recall");
  CHECK(live.again("officer", start) == "submit dispatch gone");
  CHECK(live.again("officer", seen) == "gone");
  // After a restart nobody knows any more what was seen then: only what may be seen now.
  CHECK(live.after_restart("officer", start) == "gone");
  CHECK(live.after_restart("coordinator", start) == "submit dispatch recall");
  CHECK(live.after_restart("stranger", start).empty());
  CHECK(live.again("officer", live.newest()).empty());
  CHECK(live.again("stranger", start).empty());
  CHECK(live.again("other", start).empty());
  CHECK(live.again("admin", start).empty());
}

TEST_CASE("live: a cursor too old, or of another database, is reset") {
  LiveOptions options;
  options.ring_events = 2;
  options.backlog_events_max = 3;
  Live live(options);
  const auto start = live.newest();
  live.submit("sender");
  for (int i = 0; i < 4; ++i) live.act("coordinator", Action::note, {{"text", "Ghi"}});
  CHECK(live.heard().at("coordinator") == "reset");
  CHECK(live.again("coordinator", start) == "reset");
  CHECK(live.again("coordinator", live.newest() - 3) == "note note note");
  CHECK(live.again("coordinator", live.newest() + 1) == "reset");
}

}  // namespace camaug::http
