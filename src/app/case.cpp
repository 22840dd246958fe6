#include "app/case.hpp"

#include <algorithm>
#include <stdexcept>

#include "app/contact_ask.hpp"
#include "store/media.hpp"

namespace camaug::app {
namespace {

using domain::Action;

// Who asked the reporter since the report last came to the portal's desk anew.
std::vector<std::string> asked_since(const Case& c) {
  std::vector<std::string> asked;
  for (std::size_t i = 0; i < c.events.size(); ++i) {
    const store::Event& event = c.events[i];
    const auto& body = c.bodies[i];
    if (event.action == word(Action::submit) || event.action == word(Action::reopen)) asked.clear();
    const bool asks = event.action == word(Action::ask_reporter);
    if (!asks && event.action != word(Action::undo)) continue;
    const auto* undone = body.if_contains("undone");
    if (undone != nullptr && undone->as_string() == word(Action::ask_reporter) && !asked.empty()) {
      asked.pop_back();
    }
    if (!asks) continue;
    const auto* set = body.if_contains("set");
    const auto* by = set == nullptr ? nullptr : set->as_object().if_contains("asked_by");
    if (by != nullptr && by->is_string()) asked.emplace_back(by->as_string());
  }
  return asked;
}

std::optional<domain::MasterFacts> master_facts(const Case& c) {
  if (!c.master) return {};
  domain::MasterFacts facts;
  facts.state = c.master->state;
  if (facts.state != domain::State::resolved || !c.master->closed_at) return facts;
  facts.voices_until = domain::voices_until(*c.master->closed_at, *c.policy);
  facts.voiced = std::ranges::any_of(c.events, [&](const store::Event& event) {
    return event.action == word(Action::still_there) && event.at >= *c.master->closed_at;
  });
  return facts;
}

std::optional<domain::LastAct> last_act(const std::vector<store::Event>& events) {
  if (events.empty()) return {};
  const store::Event& event = events.back();
  const auto action = domain::parse_action(event.action);
  if (!action) return {};
  domain::LastAct act;
  act.action = *action;
  act.from = domain::parse_state(event.from.value_or("")).value_or(domain::State::submitted);
  act.actor = event.actor.value_or("");
  act.at = event.at;
  return act;
}

bool is_escalated(const std::vector<store::Event>& events) {
  return std::ranges::any_of(
      events, [](const store::Event& event) { return event.action == word(Action::escalate); });
}

}  // namespace

// Our own canonical text, under a hash: none of the checks that a stranger's JSON needs.
boost::json::object event_body(const store::Event& event) {
  boost::system::error_code error;
  auto body = boost::json::parse(event.body, error);
  if (error || !body.is_object()) throw std::runtime_error("an event body is damaged");
  return std::move(body.get_object());
}

domain::Situation Case::situation() const {
  domain::Situation s{report, *policy,   cooperating,      {}, asked_since(*this), {},
                      false,  publicity, last_act(events), {}};
  if (!suggestion.lead.empty()) s.suggested = suggestion.lead;
  s.master = master_facts(*this);
  s.escalated = is_escalated(events);
  s.has_sound = has_sound;
  for (const ContactAsk& ask : contact_asks(events)) {
    s.contact_asked.push_back(ask.asker);
    s.contact_waits = !ask.allowed;
  }
  return s;
}

std::vector<std::string> area_codes(const Services& services,
                                    const std::optional<std::string>& area) {
  if (!area) return {};
  return services.province->areas.codes(*area);
}

int repair_days(const Services& services, const domain::Report& report) {
  const auto& taxonomy = services.province->taxonomy;
  if (const auto* sub = taxonomy.sub_field(report.field, report.sub_field.value_or(""))) {
    return sub->repair_days;
  }
  int days = 1;
  if (const auto* field = taxonomy.field(report.field)) {
    for (const auto& sub : field->sub_fields) days = std::max(days, sub.repair_days);
  }
  return days;
}

domain::Suggestion suggest(const Services& services, const domain::Report& report,
                           const std::vector<store::Bounce>& bounces, Instant now, Lang lang) {
  domain::RoutingQuestion question;
  question.field = report.field;
  question.sub_field = report.sub_field.value_or("");
  question.area = report.area.value_or("");
  question.day = local_date(now);
  for (const auto& bounce : bounces) {
    question.given_back_by.push_back(bounce.agency);
    if (bounce.believed) question.believed.push_back(*bounce.believed);
  }
  return domain::suggest(services.province->routing_base(), question, lang);
}

Result<Case> complete_case(const Services& services, store::Reader& reader, domain::Report report,
                           Instant now, Lang lang) {
  Case c;
  c.report = std::move(report);
  c.events = store::events_of(reader, c.report.id);
  c.bodies.reserve(c.events.size());
  for (const auto& event : c.events) c.bodies.push_back(event_body(event));
  c.cooperating = store::cooperating_of(reader, c.report.id);
  c.bounces = store::bounces_of(reader, c.report.id);
  c.area_codes = area_codes(services, c.report.area);
  const auto policy = domain::policy_for(services.province->policies, now, c.area_codes);
  if (!policy) return Failure(policy.error());
  c.policy = *policy;
  c.publicity =
      services.province->taxonomy.publicity(c.report.field, c.report.sub_field.value_or(""));
  c.has_sound = store::has_sound(reader, c.report.id);
  if (c.report.master) {
    domain::Viewer system;
    system.role = domain::Role::system;
    c.master = store::report_by_id(reader, system, *c.report.master);
  }
  if (domain::is_open(c.report.state)) {
    c.suggestion = suggest(services, c.report, c.bounces, now, lang);
  }
  return c;
}

Result<Case> load_case(const Services& services, store::Reader& reader,
                       const domain::Viewer& viewer, std::string_view id, Instant now) {
  auto report = store::report_by_id(reader, viewer, id);
  if (!report) return fail(ErrorCode::not_found, "error.not_found");
  return complete_case(services, reader, std::move(*report), now);
}

Result<Case> load_left(const Services& services, store::Reader& reader,
                       const domain::Viewer& viewer, std::string_view id, Instant now) {
  domain::Viewer system;
  system.role = domain::Role::system;
  auto all = load_case(services, reader, system, id, now);
  if (!all) return all;
  const auto until = domain::undo_until(all->situation(), viewer);
  if (!until || now > *until) return fail(ErrorCode::not_found, "error.not_found");
  return all;
}

}  // namespace camaug::app
