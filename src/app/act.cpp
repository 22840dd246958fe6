#include "app/act.hpp"

#include <array>

#include "base/id.hpp"

namespace camaug::app {
namespace {

using domain::Action;

struct Entry {
  Action action;
  ActFunction function;
};

constexpr std::array k_functions = {
    Entry{Action::withdraw, withdraw},
    Entry{Action::rate, rate},
    Entry{Action::ask_reopen, ask_reopen},
    Entry{Action::reporter_replied, reporter_replied},
    Entry{Action::allow_contact, allow_contact},
    Entry{Action::decline_contact, decline_contact},
    Entry{Action::still_there, still_there},
    Entry{Action::transcribe, transcribe},
    Entry{Action::escalate, escalate},
    Entry{Action::erase_contact, erase_contact},
    Entry{Action::refuse, refuse},
    Entry{Action::hand_over, hand_over},
    Entry{Action::merge, merge},
    Entry{Action::unmerge, unmerge},
    Entry{Action::dispatch, dispatch},
    Entry{Action::recall, recall},
    Entry{Action::send_back, send_back},
    Entry{Action::relay, relay},
    Entry{Action::reopen, reopen},
    Entry{Action::decline_reopen, decline_reopen},
    Entry{Action::reclassify, reclassify},
    Entry{Action::publish, publish},
    Entry{Action::hide, hide},
    Entry{Action::redact, redact},
    Entry{Action::remind, remind},
    Entry{Action::give_back, give_back},
    Entry{Action::accept, accept},
    Entry{Action::assign, assign},
    Entry{Action::answer, answer},
    Entry{Action::approve, approve},
    Entry{Action::acknowledge, acknowledge},
    Entry{Action::ask_reporter, ask_reporter},
    Entry{Action::resume, resume},
    Entry{Action::reply_timeout, reply_timeout},
    Entry{Action::note, note},
    Entry{Action::message, message},
    Entry{Action::add_media, add_media},
    Entry{Action::set_urgent, set_urgent},
    Entry{Action::clear_urgent, clear_urgent},
    Entry{Action::reveal, reveal},
    Entry{Action::ask_contact, ask_contact},
    Entry{Action::undo, undo},
};

ActFunction function_of(Action action) {
  for (const Entry& entry : k_functions) {
    if (entry.action == action) return entry.function;
  }
  return nullptr;
}

// A conflict shows what is true now, so that nobody has to look twice.
Error with_state(Error error, const domain::Situation& situation, const domain::Viewer& viewer,
                 Instant now) {
  std::string extra = "{\"state\":";
  json::write(extra, word(situation.report.state));
  extra += ",\"version\":";
  json::write(extra, situation.report.version);
  extra += ",\"actions\":[";
  bool first = true;
  for (const Action open : domain::open_actions(situation, viewer, now)) {
    if (!first) extra += ',';
    first = false;
    json::write(extra, word(open));
  }
  error.extra_json = extra + "]}";
  return error;
}

// The case as the actor may see it. Who just did something may take it back for as long as the
// policy says, even where it took the case out of his sight.
Result<Case> load_for(const Services& services, store::Tx& tx, const domain::Viewer& viewer,
                      std::string_view report, Action action, Instant now) {
  auto seen = load_case(services, tx, viewer, report, now);
  if (seen || action != Action::undo || !viewer.is_staff()) return seen;
  auto left = load_left(services, tx, viewer, report, now);
  return left ? std::move(left) : seen;
}

}  // namespace

void go(Act& act, const domain::Transition& row, bool awaits_approval) {
  domain::Report& report = act.report();
  const bool was_open = domain::is_open(report.state);
  report.state = domain::next_state(row, act.situation, awaits_approval);
  const bool is_open = domain::is_open(report.state);
  if (was_open && !is_open) {
    report.closed_at = act.now;
    report.closed_by = act.viewer.account;
  }
  if (is_open) {
    report.closed_at.reset();
    report.closed_by.reset();
  }
}

Result<void> attach_uploads(Act& act, std::string_view phase) {
  const auto limit = static_cast<std::size_t>(act.change.services().limits.uploads);
  for (const auto& text : act.body.texts("uploads", limit, 36)) {
    const auto id = parse_uuid(text);
    if (!id || !is_uuid7(*id)) {
      act.body.fault("uploads", "error.field.not_uuid7");
      return {};
    }
    if (auto ok = act.change.attach(*id, phase); !ok) return ok;
  }
  return {};
}

Result<void> act(const Services& services, store::Tx& tx, const domain::Viewer& viewer,
                 std::string_view report, Action action, const boost::json::value& body,
                 std::optional<std::int64_t> if_match, Instant now,
                 std::span<const MadeRedaction> made) {
  const auto loaded = load_for(services, tx, viewer, report, action, now);
  if (!loaded) return Failure(loaded.error());
  const domain::Situation situation = loaded->situation();
  const auto row = domain::check_open(situation, viewer, action, now);
  const bool moved = if_match && *if_match != loaded->report.version;
  if (!row || moved) {
    Error error = row ? Error{ErrorCode::conflict, "error.version_moved", {}, {}, {}} : row.error();
    if (moved && error.code != ErrorCode::not_found) {
      error = Error{ErrorCode::conflict, "error.version_moved", {}, {}, {}};
    }
    if (error.code != ErrorCode::conflict) return Failure(std::move(error));
    return Failure(with_state(std::move(error), situation, viewer, now));
  }
  const ActFunction function = function_of(action);
  if (function == nullptr) return fail(ErrorCode::not_found, "error.not_found");
  json::ObjectReader reader(body);
  Change change(services, tx, viewer, now, loaded->report, loaded->report);
  Act step{*loaded, situation, change, reader, viewer, now, action, made};
  if (action != Action::undo) go(step, **row);
  if (auto done = function(step); !done) return done;
  if (auto error = reader.done()) return Failure(std::move(*error));
  const auto event = change.commit(action, step.plan);
  if (!event) return Failure(event.error());
  if (action != Action::still_there) return {};
  return hear_voices(services, tx, loaded->report.master.value(), step.photo, now);
}

}  // namespace camaug::app
