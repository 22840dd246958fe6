#include "app/change.hpp"

#include <algorithm>

#include "app/media.hpp"
#include "app/notify.hpp"
#include "app/replay.hpp"
#include "base/id.hpp"
#include "base/text.hpp"
#include "domain/clock_row.hpp"
#include "store/clock.hpp"
#include "store/figure_count.hpp"
#include "store/identity.hpp"
#include "store/media.hpp"
#include "store/search_index.hpp"

namespace camaug::app {
namespace {

namespace bj = boost::json;

std::string owner_of_uploads(const domain::Viewer& viewer) {
  return viewer.is_staff() ? viewer.actor() : viewer.session;
}

// An answer clock that is late was answered if a relay clock starts where it ended; otherwise a
// give_back or a recall ended it.
bool is_answered(const domain::ClockInstance& clock,
                 const std::vector<domain::ClockInstance>& all) {
  if (clock.kind != domain::ClockKind::answer || !clock.ended_at) return false;
  return clock.result == domain::ClockResult::met ||
         std::ranges::any_of(all, [&](const domain::ClockInstance& other) {
           return other.kind == domain::ClockKind::relay && other.started_at == *clock.ended_at;
         });
}

std::string_view text_of(const std::optional<std::string>& text) {
  return text ? std::string_view(*text) : std::string_view();
}

// By the leaders' figures.
bool is_counted(const domain::Report& report) {
  return report.register_ == domain::Register::ordinary;
}

void count_figures(store::FigureSheets& sheets, const domain::Report& report,
                   const std::vector<domain::ClockInstance>& clocks, std::int64_t n) {
  if (!is_counted(report)) return;
  store::FigureReport counted;
  counted.submitted_at = report.submitted_at;
  counted.closed_at = report.closed_at;
  counted.state = report.state;
  counted.field = report.field;
  counted.area = text_of(report.area);
  counted.lead = text_of(report.lead);
  counted.named = text_of(report.named_agency);
  counted.rating = report.rating.value_or(0);
  sheets.count(counted, n);
  for (const auto& clock : clocks) {
    sheets.count(counted,
                 {clock.kind, clock.result, clock.owner, clock.started_at, clock.due_at,
                  clock.ended_at, is_answered(clock, clocks)},
                 n);
  }
}

}  // namespace

std::string clock_lead(const std::optional<domain::Report>& before, const domain::Report& after) {
  if (after.lead) return *after.lead;
  return before && before->lead ? *before->lead : std::string();
}

store::Content make_content(const domain::Viewer& viewer, const std::string& report,
                            std::string_view kind, const std::string& text,
                            const vault::ReportKeys& keys, Instant now) {
  store::Content content;
  content.id = make_uuid7(now);
  content.report = report;
  content.kind = kind;
  content.author = viewer.actor();
  content.author_role = word(viewer.role);
  if (!viewer.agency.empty()) content.agency = viewer.agency;
  content.at = now;
  content.text = text;
  content.fold = fold(text);
  content.commitment = vault::commitment(keys.salt, text);
  return content;
}

Result<std::vector<domain::ClockChange>> clock_moves(const Services& services,
                                                     const std::optional<domain::Report>& before,
                                                     const domain::Report& after,
                                                     std::span<const domain::ClockInstance> clocks,
                                                     domain::Action action, bool plan,
                                                     Instant now) {
  domain::ClockStep step;
  step.action = action;
  if (before) step.from = before->state;
  step.to = after.state;
  step.plan = plan;
  step.portal = k_portal;
  step.lead = clock_lead(before, after);
  step.repair_days = repair_days(services, after);
  if (after.promised_on) step.promised = parse_date(*after.promised_on);
  const auto codes = area_codes(services, after.area);
  const domain::ClockContext context{now, services.province->policies, codes,
                                     services.province->calendar};
  return domain::clock_changes(step, clocks, context);
}

Change::Change(const Services& services, store::Tx& tx, const domain::Viewer& viewer, Instant now,
               std::optional<domain::Report> before, domain::Report after)
    : services_(services),
      tx_(tx),
      viewer_(viewer),
      now_(now),
      before_(std::move(before)),
      after_(std::move(after)) {}

void Change::put(std::string_view name, bj::value value) {
  body_[name] = std::move(value);
}

void Change::create(store::Creation creation, const vault::ReportKeys& keys,
                    std::string wrapped_keys) {
  creation_ = std::move(creation);
  key_ = keys;
  wrapped_keys_ = std::move(wrapped_keys);
}

const vault::ReportKeys& Change::key() {
  if (!key_) {
    const auto wrapped = store::report_key(tx_, after_.id);
    auto opened = services_.vault.unwrap(wrapped.value_or(""), after_.id);
    if (!opened) throw std::runtime_error("the key of a report does not open");
    key_ = std::move(*opened);
  }
  return *key_;
}

std::string Change::commitment(std::string_view bytes) {
  return vault::commitment(key().salt, bytes);
}

std::string Change::say(std::string_view kind, const std::string& text, bool is_public) {
  auto content = make_content(viewer_, after_.id, kind, text, key(), now_);
  content.is_public = is_public;
  std::string id = content.id;
  say(std::move(content));
  return id;
}

void Change::say(store::Content content) {
  bj::object fact{{"id", content.id}, {"kind", content.kind}, {"commitment", content.commitment}};
  if (content.agency) fact["agency"] = *content.agency;
  if (content.is_public) fact["public"] = true;
  contents_.push_back(std::move(fact));
  said_.push_back(std::move(content));
}

Result<void> Change::attach(const std::string& upload, std::string_view phase) {
  const auto media = store::media_by_id(tx_, upload);
  if (!media) {
    if (store::expect_media(tx_, upload, after_.id, phase)) {
      expected_.push_back(bj::object{{"id", upload}, {"phase", phase}});
    }
    return {};
  }
  if (media->owner != owner_of_uploads(viewer_) ||
      !store::attach_media(tx_, upload, after_.id, phase, now_)) {
    return fail_field("uploads", "error.upload.not_yours");
  }
  if (is_sound(*media) && viewer_.is_staff()) {
    return fail_field("uploads", "error.media.sound_staff");
  }
  has_picture_ = has_picture_ || !is_sound(*media);
  media_.push_back(bj::object{{"id", upload},
                              {"phase", phase},
                              {"commitment", commitment(media->sha256)},
                              {"facts", commitment(media_facts(*media))}});
  return {};
}

void Change::set_cooperating(std::vector<std::string> agencies) {
  std::ranges::sort(agencies);
  cooperating_ = std::move(agencies);
}

void Change::bounce(const std::string& agency, const std::optional<std::string>& believed) {
  bounce_ = store::Bounce{agency, believed, now_};
}

Result<void> Change::move_clocks(domain::Action action, bool plan) {
  std::vector<domain::ClockInstance> clocks;
  if (before_) {
    for (const auto& row : store::clocks_of(tx_, after_.id)) {
      clocks.push_back(domain::from_row(row));
    }
    clocks_before_ = clocks;
  }
  if (!clocks_) {
    auto changes = clock_moves(services_, before_, after_, clocks, action, plan, now_);
    if (!changes) return Failure(std::move(changes.error()));
    clocks_ = std::move(*changes);
  }
  for (auto& change : *clocks_) {
    if (change.after.id == 0) {
      change.after.id = store::next_clock_id(tx_);
      clocks.push_back(change.after);
      continue;
    }
    for (auto& clock : clocks) {
      if (clock.id == change.after.id) clock = change.after;
    }
  }
  show_next_due(clocks);
  clocks_after_ = std::move(clocks);
  return {};
}

// The clock that people see first becomes part of the projection, so that lists can sort by it.
void Change::show_next_due(const std::vector<domain::ClockInstance>& clocks) {
  const auto* next = domain::counted_due(clocks);
  after_.due_clock.reset();
  after_.due_started_at.reset();
  after_.due_at.reset();
  if (next == nullptr) return;
  after_.due_clock = next->kind;
  after_.due_started_at = next->started_at;
  after_.due_at = next->due_at;
}

void Change::store_clocks() {
  bj::array rows;
  for (const auto& change : *clocks_) {
    const auto row = domain::to_row(change.after, after_.id);
    const store::ClockFacts facts{after_.number, is_counted(after_),
                                  is_answered(change.after, clocks_after_)};
    if (change.before) {
      store::update_clock(tx_, row, facts, change.after.warn_at);
    } else {
      store::insert_clock(tx_, row, facts, change.after.warn_at);
    }
    rows.push_back(domain::to_json(row));
  }
  if (!rows.empty()) body_["clocks"] = std::move(rows);
}

bool Change::store_report() {
  if (before_) {
    if (is_counted(*before_) != is_counted(after_)) {
      store::count_clocks(tx_, after_.id, is_counted(after_));
    }
    return store::update_report(tx_, after_, before_->version);
  }
  store::insert_report(tx_, after_, creation_.value());
  store::insert_report_key(tx_, after_.number, wrapped_keys_);
  return true;
}

void Change::store_parts() {
  if (cooperating_) {
    store::set_cooperating(tx_, after_.id, *cooperating_);
    body_["cooperating"] = bj::value_from(*cooperating_);
  }
  if (bounce_) {
    store::add_bounce(tx_, after_.id, *bounce_);
    bj::object body{{"agency", bounce_->agency}};
    if (bounce_->believed) body["believed"] = *bounce_->believed;
    body_["bounce"] = std::move(body);
  }
  for (const auto& content : said_) store::insert_content(tx_, after_.number, content);
  if (before_) {
    store::index_again(tx_, after_.id);
  } else {
    store::index_new(tx_, after_, said_);
  }
  store_clocks();
  if (!contents_.empty()) body_["contents"] = std::move(contents_);
  if (!media_.empty()) body_["media"] = std::move(media_);
  if (!expected_.empty()) body_["expected"] = std::move(expected_);
}

Result<store::Event> Change::commit(domain::Action action, bool plan) {
  after_.updated_at = now_;
  after_.version = before_ ? before_->version + 1 : 1;
  if (auto moved = move_clocks(action, plan); !moved) return Failure(std::move(moved.error()));
  if (!store_report()) return fail(ErrorCode::conflict, "error.version_moved");
  auto& figures = store::figure_changes(tx_);
  if (before_) count_figures(figures, *before_, clocks_before_, -1);
  count_figures(figures, after_, clocks_after_, 1);
  store_parts();
  body_["set"] = domain::difference(before_.value_or(domain::Report{}), after_);
  store::NewEvent event;
  event.report = after_.id;
  event.number = after_.number;
  event.actor = viewer_.actor();
  event.role = word(viewer_.role);
  event.action = word(action);
  if (before_) event.from = word(before_->state);
  event.first = !before_;
  event.to = word(after_.state);
  event.body = std::move(body_);
  event.schema = k_body_schema;
  auto stored = store::append_event(tx_, event, now_);
  notify(services_, tx_, viewer_, before_, after_, action, plan, stored, now_, undone_);
  return stored;
}

}  // namespace camaug::app
