#include "app/detail_parts.hpp"

#include <algorithm>

#include "app/due.hpp"
#include "app/media.hpp"
#include "app/said.hpp"
#include "base/text.hpp"
#include "store/account.hpp"
#include "store/content.hpp"
#include "store/identity.hpp"

namespace camaug::app {
namespace {

using domain::Role;
using domain::State;

constexpr std::int64_t k_similar_radius_m = 250;
constexpr int k_joiners_shown = 20;

std::string side_of(const std::string& role) {
  if (role == "reporter" || role == "anonymous") return "reporter";
  if (role == "agency_leader" || role == "officer") return "agency";
  if (role == "system") return "system";
  return "portal";
}

// Relayed: the reporter and the public read an answer only then.
bool answer_is_told(const domain::Report& r) {
  return r.state == State::resolved || r.state == State::repairing;
}

AnswerView answer_view(const Services& services, const domain::Report& r,
                       const store::Content& content, const std::string& words, Lang lang) {
  AnswerView view;
  view.kind = r.answer_kind.value_or("final");
  view.text = words;
  if (r.outcome) view.outcome = std::string(word(*r.outcome));
  view.promised_on = r.promised_on;
  view.at = r.answered_at.value_or(content.at);
  view.agency_name = agency_name(services, content.agency.value_or(r.lead.value_or("")), lang);
  return view;
}

bool is_entry(const std::string& kind) {
  return kind != "text" && kind != "place_text";
}

// The reporter reads an answer once it is told, or was told before (an earlier plan), and nothing
// that was taken back.
bool hidden_from_reporter(const domain::Viewer& viewer, const domain::Report& r,
                          const store::Content& c, const Said& said) {
  if (viewer.role != Role::reporter) return false;
  if (said.taken_back.contains(c.id)) return true;
  if (c.kind != "answer" && c.kind != "plan") return false;
  return c.id == r.answer_content ? !answer_is_told(r) : !said.told.contains(c.id);
}

EntryView entry_view(const Services& services, const domain::Viewer& viewer,
                     const store::Content& c, Names& names, Lang lang) {
  EntryView e;
  e.id = c.id;
  e.kind = c.kind;
  e.by = side_of(c.author_role);
  if (viewer.is_staff()) e.author_name = names.of(c.author);
  if (c.agency) {
    e.agency_name = agency_name(services, *c.agency, lang);
  } else if (e.by == "portal") {
    e.agency_name = agency_name(services, std::string(k_portal), lang);
  }
  e.at = c.at;
  e.text = c.text;
  e.is_public = c.is_public;
  return e;
}

// A supervisor reads redacted texts only, but all of what he has to decide.
bool reads_redacted(const domain::Viewer& viewer, const Case& c) {
  const bool decides = c.report.reopen_requested && c.situation().escalated;
  return viewer.role == Role::supervisor && !decides;
}

std::string words_for(bool redacted, const store::Content& c) {
  if (!redacted) return c.text;
  return c.redacted.value_or("");
}

void fill_acknowledged(Names& names, const Case& c, const store::Content& content,
                       ReportDetail& d) {
  if (!c.report.acknowledged_at) return;
  AcknowledgedView view;
  view.by_name = names.of_account(c.report.acknowledged_by.value_or("")).value_or("");
  view.who_goes = content.text;
  view.arrives_at = c.report.arrives_at;
  view.at = *c.report.acknowledged_at;
  d.acknowledged = view;
}

std::string timeline_text(const store::Event& event, const std::string& agency,
                          const std::string& officer, Lang lang) {
  std::string key = "timeline." + event.action;
  if (event.action == word(domain::Action::ask_reopen) && event.role == word(Role::system)) {
    key += "_voices";
  }
  const std::string to = event.to.value_or("");
  if (event.action == "answer" && to == "answered")
    return text(lang, "timeline.answered", {agency});
  return text(lang, key, {agency, officer});
}

// The reporter's timeline leaves out what staff do among themselves.
bool shown_to_reporter(const std::string& action) {
  static const std::vector<std::string_view> k_hidden = {
      "note", "reclassify", "remind", "send_back", "approve",     "redact",
      "hide", "give_back",  "recall", "assign",    "clear_urgent"};
  return std::ranges::find(k_hidden, action) == k_hidden.end();
}

}  // namespace

OptText Names::of(const std::string& actor) {
  constexpr std::string_view k_prefix = "account:";
  if (!actor.starts_with(k_prefix)) return {};
  return of_account(actor.substr(k_prefix.size()));
}

OptText Names::of_account(const std::string& id) {
  const auto known = names_.find(id);
  if (known != names_.end()) return known->second;
  return names_[id] = store::account_name(reader_, id);
}

void fill_entries(const Services& services, store::Reader& reader, const domain::Viewer& viewer,
                  const Case& c, Names& names, Lang lang, ReportDetail& d) {
  const Said known = viewer.role == Role::reporter ? said(c) : Said{};
  const bool redacted = reads_redacted(viewer, c);
  for (const auto& content : store::contents_of(reader, viewer, c.report.id)) {
    const std::string words = words_for(redacted, content);
    if (content.kind == "text" && !d.text) d.text = words;
    if (content.kind == "place_text") d.place_text = words;
    if (hidden_from_reporter(viewer, c.report, content, known)) continue;
    if (content.id == c.report.answer_content) {
      d.answer = answer_view(services, c.report, content, words, lang);
    }
    if (content.id == c.report.question) d.question = words;
    if (content.kind == "rate_reason" && d.rating) d.rating->reason = words;
    if (content.kind == "acknowledge" && viewer.is_staff()) {
      fill_acknowledged(names, c, content, d);
    }
    if (redacted && !content.redacted) continue;
    if (is_entry(content.kind)) {
      d.entries.push_back(entry_view(services, viewer, content, names, lang));
    }
  }
}

void fill_public(const Services& services, store::Reader& reader, const domain::Report& r,
                 Lang lang, ReportDetail& d) {
  domain::Viewer anyone;
  anyone.role = Role::reporter;  // never notes
  Names names(reader);
  for (const auto& content : store::contents_of(reader, anyone, r.id)) {
    if (!content.is_public || !content.redacted) continue;
    if (content.kind == "text") d.text = *content.redacted;
    if (content.id == r.answer_content && answer_is_told(r)) {
      d.answer = answer_view(services, r, content, *content.redacted, lang);
    }
    if (content.kind == "refusal" || content.kind == "hand_over") {
      auto entry = entry_view(services, anyone, content, names, lang);
      entry.text = *content.redacted;
      d.entries.push_back(std::move(entry));
    }
  }
}

std::vector<TimelineView> timeline_of(const Services& services, const domain::Viewer& viewer,
                                      const Case& c, Names& names, Lang lang) {
  std::vector<TimelineView> out;
  std::string agency;
  std::string officer;
  for (std::size_t i = 0; i < c.events.size(); ++i) {
    const auto& event = c.events[i];
    const auto& body = c.bodies[i];
    if (const auto* set = body.if_contains("set")) {
      const auto* lead = set->as_object().if_contains("lead");
      if (lead != nullptr && lead->is_string()) {
        agency = agency_name(services, std::string(lead->as_string()), lang);
      }
      const auto* holder = set->as_object().if_contains("officer");
      if (holder != nullptr && holder->is_string()) {
        officer = names.of_account(std::string(holder->as_string())).value_or("");
      }
    }
    if (viewer.role == Role::reporter && !shown_to_reporter(event.action)) continue;
    TimelineView item;
    item.n = event.n;
    item.at = event.at;
    item.action = event.action;
    item.from = event.from;
    item.to = event.to;
    item.by = event.role;
    if (viewer.is_staff() && event.actor) item.by_name = names.of(*event.actor);
    item.text = timeline_text(event, agency, viewer.is_staff() ? officer : "", lang);
    out.push_back(std::move(item));
  }
  return out;
}

void fill_desk(const Services& services, store::Reader& reader, const domain::Viewer& viewer,
               const Case& c, Lang lang, Instant now, ReportDetail& d) {
  for (const auto& agency : c.cooperating) {
    d.cooperating.push_back({agency, agency_name(services, agency, lang)});
  }
  if (viewer.role != Role::coordinator || !domain::is_open(c.report.state)) return;
  SuggestionView view;
  if (!c.suggestion.lead.empty()) {
    view.lead = c.suggestion.lead;
    view.lead_name = agency_name(services, c.suggestion.lead, lang);
  }
  view.cooperating = c.suggestion.cooperating;
  view.reason = text(lang, c.suggestion.reason.key, c.suggestion.reason.args);
  for (const auto& bounce : c.bounces) {
    view.bounced.push_back(agency_name(services, bounce.agency, lang));
  }
  d.suggestion = std::move(view);
  if (!c.report.lat7 || !c.report.lon7) return;
  for (const auto& near : store::reports_near(reader, viewer, c.report.field, *c.report.lat7,
                                              *c.report.lon7, k_similar_radius_m, c.report.id, 5)) {
    SimilarView similar{near.id,
                        near.code,
                        std::string(word(near.state)),
                        std::string(truncate(near.text, 160)),
                        near.distance_m,
                        {},
                        near.submitted_at};
    if (!near.picture.empty()) {
      similar.thumb = media_link(services, near.picture, 0, "thumb", MediaEyes::handler, now);
    }
    d.similar.push_back(std::move(similar));
  }
}

void fill_joiners(const Services& services, store::Reader& reader, const domain::Viewer& viewer,
                  const Case& c, Instant now, ReportDetail& d) {
  if (viewer.role != Role::coordinator || d.joined == 0) return;
  for (const auto& one : store::joiners_of(reader, viewer, c.report.id, k_joiners_shown)) {
    JoinerView view{one.id, one.code,         std::string(truncate(one.text, 160)),
                    {},     one.submitted_at, one.voice};
    if (!one.picture.empty()) {
      view.thumb = media_link(services, one.picture, 0, "thumb", MediaEyes::handler, now);
    }
    d.joiners.push_back(std::move(view));
  }
}

std::optional<SlipView> slip_of(const Services& services, store::Reader& reader, const Case& c) {
  if (c.events.empty()) return {};
  const auto wrapped = store::report_key(reader, c.report.id);
  const auto key = services.vault.unwrap(wrapped.value_or(""), c.report.id);
  if (!key) return {};
  SlipView slip;
  slip.event_n = c.events.front().n;
  slip.hash = c.events.front().hash;
  slip.salt = to_hex(key->salt.view());
  const auto& body = c.bodies.front();
  if (const auto* contents = body.if_contains("contents")) {
    for (const auto& item : contents->as_array()) {
      slip.commitments.push_back({std::string(item.at("kind").as_string()),
                                  std::string(item.at("commitment").as_string())});
    }
  }
  return slip;
}

}  // namespace camaug::app
