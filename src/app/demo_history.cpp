#include "app/demo_history.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include "app/account.hpp"
#include "app/act.hpp"
#include "app/demo_story.hpp"
#include "domain/workflow.hpp"
#include "store/account.hpp"
#include "store/event.hpp"
#include "store/report.hpp"

namespace camaug::app {
namespace {

using domain::Action;
using domain::Role;

constexpr std::chrono::days k_before{91};
constexpr std::size_t k_steps_in_one_commit = 200;

domain::Viewer system_viewer() {
  domain::Viewer viewer;
  viewer.role = Role::system;
  return viewer;
}

// One thing to do at one time; step none: the submission.
struct Task {
  Instant at{};
  std::size_t story = 0;
  std::optional<std::size_t> step;
};

class History {
 public:
  History(const Services& services, std::vector<DemoStory> stories, Instant until)
      : services_(services), stories_(std::move(stories)) {
    for (std::size_t i = 0; i < stories_.size(); ++i) {
      tasks_.push_back({stories_[i].submitted_at, i, {}});
      for (std::size_t s = 0; s < stories_[i].steps.size(); ++s) {
        tasks_.push_back({stories_[i].steps[s].at, i, s});
      }
    }
    std::erase_if(tasks_, [&](const Task& t) { return t.at >= until; });
    std::ranges::sort(tasks_, {}, [](const Task& t) { return std::tuple(t.at, t.story, t.step); });
  }

  [[nodiscard]] bool done() const { return next_ == tasks_.size(); }
  // The next steps of all stories in order of time.
  Result<void> run_some(store::Tx& tx) {
    const std::size_t end = std::min(tasks_.size(), next_ + k_steps_in_one_commit);
    for (; next_ < end; ++next_) {
      const Task& task = tasks_[next_];
      auto did = task.step ? take(tx, task) : receive(tx, task);
      if (!did) return did;
    }
    return {};
  }

 private:
  Result<void> receive(store::Tx& tx, const Task& task) {
    const DemoStory& story = stories_[task.story];
    const auto made = submit(services_, tx, story.report, story.secret, task.at, Lang::vi);
    if (!made) return Failure(made.error());
    return {};
  }

  Result<void> take(store::Tx& tx, const Task& task) {
    const DemoStory& story = stories_[task.story];
    DemoStep step = story.steps[*task.step];
    const auto loaded = load_case(services_, tx, system_viewer(), story.report.id, task.at);
    if (!loaded) return Failure(loaded.error());
    if (auto filled = fill(tx, *loaded, story, step); !filled) return filled;
    const auto viewer = actor(tx, *loaded, step);
    if (!viewer) return Failure(viewer.error());
    auto did = act(services_, tx, *viewer, story.report.id, step.action, step.body,
                   loaded->report.version, task.at);
    if (!did) {
      did.error().detail += " (" + std::string(word(step.action)) + " in " +
                            std::string(word(loaded->report.state)) + ")";
    }
    return did;
  }

  // What only the running case knows.
  Result<void> fill(store::Tx& tx, const Case& c, const DemoStory& story, DemoStep& step) {
    if (step.action == Action::dispatch) {
      const std::string lead =
          c.suggestion.lead.empty() ? std::string(k_portal) : c.suggestion.lead;
      step.body["lead"] = lead;
      step.body["cooperating"] = boost::json::value_from(c.suggestion.cooperating);
    }
    if (step.action == Action::give_back) {
      const auto other = believed(c, step.at);
      if (!other.empty()) step.body["believed"] = other;
    }
    if (step.action == Action::merge) join(tx, story, step);
    if (step.action != Action::assign) return {};
    const auto officer = account(tx, Role::officer, c.report.lead.value_or(""), step.at);
    if (!officer) return Failure(officer.error());
    step.body["officer"] = officer->id;
    return {};
  }

  // The committee of the place, or the portal where that is the one giving back.
  std::string believed(const Case& c, Instant at) const {
    const auto& province = *services_.province;
    const auto* agency = province.agencies.resolve(province.areas, "commune_committee",
                                                   c.report.area.value_or(""), local_date(at));
    if (agency != nullptr && agency->code != c.report.lead) return agency->code;
    return c.report.lead == k_portal ? "" : std::string(k_portal);
  }

  // Into the first report of the same thing, while that is open.
  void join(store::Tx& tx, const DemoStory& story, DemoStep& step) {
    const auto& first = stories_[story.master.value()];
    const auto master = store::report_by_id(tx, system_viewer(), first.report.id);
    if (master && domain::is_open(master->state)) {
      step.body["master"] = master->code;
      return;
    }
    step.action = Action::refuse;
    step.body = {{"kind", "unusable"}, {"text", text(Lang::vi, "demo.history.refusal.unusable.1")}};
  }

  Result<domain::Viewer> actor(store::Tx& tx, const Case& c, const DemoStep& step) {
    domain::Viewer viewer = system_viewer();
    if (step.by == DemoActor::system) return viewer;
    if (step.by == DemoActor::reporter) {
      viewer.role = Role::reporter;
      viewer.report = c.report.id;
      return viewer;
    }
    const bool portal =
        step.by == DemoActor::coordinator || step.by == DemoActor::other_coordinator;
    const Role role = portal                          ? Role::coordinator
                      : step.by == DemoActor::officer ? Role::officer
                                                      : Role::agency_leader;
    const auto who = portal ? coordinator(tx, step) : account(tx, role, *c.report.lead, step.at);
    if (!who) return Failure(who.error());
    viewer.role = role;
    viewer.account = who->id;
    viewer.agency = who->agency.value_or("");
    return viewer;
  }

  Result<store::Account> coordinator(store::Tx& tx, const DemoStep& step) {
    if (coordinators_.empty()) coordinators_ = store::accounts_with(tx, Role::coordinator);
    while (coordinators_.size() < 2) {
      const auto name = "mau.dieuphoi" + std::to_string(coordinators_.size() + 1);
      const auto made = create(tx, Role::coordinator, name, "", step.at);
      if (!made) return made;
      coordinators_.push_back(*made);
    }
    return coordinators_[step.by == DemoActor::coordinator ? 0 : 1];
  }

  Result<store::Account> account(store::Tx& tx, Role role, const std::string& agency, Instant now) {
    const auto key = std::pair(role, agency);
    if (const auto known = staff_.find(key); known != staff_.end()) return known->second;
    const auto there = store::accounts_of(tx, agency, role);
    auto found =
        there.empty()
            ? create(tx, role, "mau." + agency + (role == Role::officer ? ".canbo" : ".lanhdao"),
                     agency, now)
            : Result<store::Account>(there.front());
    if (found) staff_.emplace(key, *found);
    return found;
  }

  // An account without a password: nobody signs in with it.
  Result<store::Account> create(store::Tx& tx, Role role, const std::string& username,
                                const std::string& agency, Instant now) {
    NewAccount account;
    account.username = username;
    account.role = role;
    account.name = text(Lang::vi, role == Role::officer         ? "demo.history.officer"
                                  : role == Role::agency_leader ? "demo.history.leader"
                                                                : "demo.history.coordinator");
    if (!agency.empty()) account.agency = agency;
    return create_account(services_, tx, system_viewer(), account, now);
  }

  const Services& services_;
  std::vector<DemoStory> stories_;
  std::vector<Task> tasks_;
  std::size_t next_ = 0;
  std::vector<store::Account> coordinators_;
  std::map<std::pair<Role, std::string>, store::Account> staff_;
};

}  // namespace

Instant demo_history_start(Instant until) {
  const auto day = std::chrono::sys_days(local_date(until)) - k_before;
  return instant_of(LocalDate(day));
}

Result<void> make_demo_history(const Services& services, store::Writer& writer, std::uint64_t seed,
                               int reports, Instant until) {
  History history(services, demo_stories(*services.province, seed, reports, until), until);
  Result<void> made;
  const auto in_transaction = [&](auto&& work) {
    const auto outcome = writer.run_now([&](store::Tx& tx) {
      made = work(tx);
      return made.has_value();
    });
    if (outcome.error) std::rethrow_exception(outcome.error);
    if (outcome.status == store::Outcome::Status::failed) {
      made = fail(ErrorCode::unavailable, "error.unavailable", "the writer refused the history");
    }
  };
  in_transaction([&](store::Tx& tx) -> Result<void> {
    if (store::head(tx).at <= demo_history_start(until)) return {};
    return fail(ErrorCode::conflict, "error.demo.too_late");
  });
  while (made && !history.done()) {
    in_transaction([&](store::Tx& tx) { return history.run_some(tx); });
  }
  return made;
}

}  // namespace camaug::app
