#include "http/desk.hpp"

#include <array>
#include <map>
#include <span>

#include "app/account.hpp"
#include "app/config.hpp"
#include "app/detail.hpp"
#include "http/list_query.hpp"
#include "http/problem.hpp"
#include "store/event.hpp"
#include "store/live.hpp"

namespace camaug::http {
namespace {

struct QueueView {
  std::string list;
  std::map<std::string, std::int64_t> counts;
  std::vector<app::QueueItemView> items;
  std::optional<std::string> next;
  std::optional<app::FoundView> found;
  Instant at{};
};
BOOST_DESCRIBE_STRUCT(QueueView, (), (list, counts, items, next, found, at))

struct AgenciesView {
  std::vector<app::AgencyView> items;
};
BOOST_DESCRIBE_STRUCT(AgenciesView, (), (items))

struct OfficersView {
  std::vector<app::AccountView> items;
};
BOOST_DESCRIBE_STRUCT(OfficersView, (), (items))

// The lists of a role, in the order of its work; the others are not shown to it.
std::span<const std::string_view> lists_of(domain::Role role) {
  using domain::Role;
  static constexpr std::array<std::string_view, 11> k_coordinator = {
      "submitted", "urgent",     "overdue", "sent",           "answered",    "waiting_reporter",
      "repairing", "given_back", "reopen",  "scope_override", "crime_report"};
  static constexpr std::array<std::string_view, 7> k_leader = {
      "unassigned", "urgent", "overdue", "sent", "approval", "answered", "repairing"};
  static constexpr std::array<std::string_view, 5> k_officer = {"mine", "unassigned", "urgent",
                                                                "overdue", "repairing"};
  static constexpr std::array<std::string_view, 7> k_supervisor = {
      "submitted", "urgent", "overdue", "sent", "answered", "repairing", "reopen"};
  static constexpr std::array<std::string_view, 1> k_keeper = {"denunciation"};
  switch (role) {
    case Role::coordinator:
      return k_coordinator;
    case Role::agency_leader:
      return k_leader;
    case Role::officer:
      return k_officer;
    case Role::supervisor:
      return k_supervisor;
    case Role::denunciation_keeper:
      return k_keeper;
    default:
      return {};
  }
}

std::map<std::string, std::int64_t> counts_for(domain::Role role,
                                               const store::QueueCounts& counts) {
  std::map<std::string, std::int64_t> out;
  using Members =
      boost::describe::describe_members<store::QueueCounts, boost::describe::mod_public>;
  for (const auto list : lists_of(role)) {
    boost::mp11::mp_for_each<Members>([&](auto member) {
      if (list == member.name) out[std::string(list)] = counts.*member.pointer;
    });
  }
  return out;
}

std::string live_data(const store::LiveRow& row) {
  std::string out = "{\"n\":";
  json::write(out, row.n);
  out += ",\"report\":";
  json::write(out, row.report);
  out += ",\"version\":";
  json::write(out, row.version);
  out += ",\"kind\":";
  json::write(out, row.action);
  return out + "}";
}

// "|a|b|" has it.
bool has_agency(const std::string& list, const std::string& agency) {
  return !agency.empty() && list.find("|" + agency + "|") != std::string::npos;
}

// Whether it is in the viewer's sight in this register with these agencies (as CAMAUG_VISIBLE).
bool sees(const store::LiveRow& row, const domain::Viewer& viewer, std::string_view register_word,
          const std::string& agencies) {
  using domain::Role;
  switch (viewer.role) {
    case Role::coordinator:
      return register_word != "denunciation";
    case Role::denunciation_keeper:
      return register_word == "denunciation";
    case Role::agency_leader:
    case Role::officer:
      return register_word != "denunciation" && row.named_agency != viewer.agency &&
             has_agency(agencies, viewer.agency);
    case Role::supervisor:
      return register_word == "ordinary" &&
             (row.path.find("/" + viewer.area + "/") != std::string::npos ||
              viewer.area.ends_with("-96"));
    case Role::reporter:
      return row.report == viewer.report;
    default:
      return false;
  }
}

// A report that this event took out of the viewer's sight is gone; of what he may not see he hears
// nothing, not even that it goes on.
Sight sight_of(const store::LiveRow& row, const Subscription& subscription) {
  const auto& viewer = subscription.viewer;
  const std::string now = row.cooperating + row.lead.value_or("") + "|";
  if (sees(row, viewer, row.register_word, now)) return Sight::shown;
  const bool saw =
      !row.register_before.empty() && sees(row, viewer, row.register_before, row.agencies_before);
  return saw ? Sight::gone : Sight::hidden;
}

}  // namespace

Response get_queue(app::Services& services, store::Reader& reader, const Request& request) {
  auto filter = list_filter(services, request);
  if (!filter) return problem(request, filter.error());
  QueueView view;
  view.list = filter->list;
  view.at = request.now;
  view.counts =
      counts_for(request.viewer.role, services.open->counts(reader, request.viewer, request.now));
  auto page = store::queue(reader, request.viewer, *filter);
  view.items.reserve(page.rows.size());
  for (auto& row : page.rows) {
    view.items.push_back(
        app::queue_item(services, request.viewer, std::move(row), request.lang, request.now));
  }
  if (!page.next.empty()) view.next = page.next;
  view.found = app::found_view(page.found);
  return json_response(view);
}

Response get_agencies(app::Services& services, store::Reader&, const Request& request) {
  return json_response(AgenciesView{app::agencies_today(services, request.now, request.lang)});
}

Response get_officers(app::Services& services, store::Reader& reader, const Request& request) {
  OfficersView view;
  for (const auto role : {domain::Role::officer, domain::Role::agency_leader}) {
    for (const auto& account : store::accounts_of(reader, request.viewer.agency, role)) {
      view.items.push_back(app::account_view(services, account, request.lang));
    }
  }
  return json_response(view);
}

Result<Subscription> get_events(app::Services&, store::Reader& reader, const Request& request) {
  Subscription subscription;
  subscription.viewer = request.viewer;
  if (request.viewer.is_staff()) {
    const auto session = store::session_by_hash(reader, request.viewer.session);
    if (session) subscription.ends_at = session->expires_at;
  }
  return subscription;
}

EventFeed event_feed() {
  EventFeed feed;
  feed.after = [](store::Reader& reader, std::int64_t after_n, int limit) {
    std::vector<LiveEvent> out;
    for (auto& row : store::live_after(reader, after_n, limit)) {
      LiveEvent event{row.n, "report", row.report, live_data(row), {}};
      event.facts = std::move(row);
      out.push_back(std::move(event));
    }
    return out;
  };
  feed.newest = [](store::Reader& reader) { return store::head(reader).n; };
  feed.sight = [](const LiveEvent& event, const Subscription& subscription) {
    return sight_of(std::any_cast<const store::LiveRow&>(event.facts), subscription);
  };
  return feed;
}

}  // namespace camaug::http
