#include "app/replay.hpp"

#include <algorithm>
#include <exception>

#include "base/json.hpp"

namespace camaug::app {
namespace {

namespace bj = boost::json;

std::string text_of(const bj::object& object, std::string_view name) {
  const auto* found = object.if_contains(name);
  return found == nullptr ? std::string() : std::string(found->as_string());
}

std::optional<std::string> optional_text(const bj::object& object, std::string_view name) {
  if (!object.contains(name)) return {};
  return text_of(object, name);
}

// What was said in a log that does not tell what is public of it.
bool public_kind(std::string_view kind) {
  return kind == "refusal" || kind == "hand_over";
}

void fold_clocks(Replayed& state, const bj::array& rows, std::string& fault) {
  for (const auto& item : rows) {
    domain::ClockRow row;
    if (!item.is_object() || !domain::apply_clock(row, item.get_object(), fault)) return;
    state.clocks[row.id] = row;
  }
}

void fold_contents(Replayed& state, const bj::array& contents, const store::Event& event) {
  for (const auto& item : contents) {
    const auto& object = item.as_object();
    ReplayedContent content;
    content.kind = object.at("kind").as_string();
    content.author = event.actor.value_or("");
    content.role = event.role;
    content.agency = optional_text(object, "agency");
    content.at = state.report.updated_at;
    content.commitment = object.at("commitment").as_string();
    content.is_public = event.schema == 1 ? public_kind(content.kind) : object.contains("public");
    state.contents[text_of(object, "id")] = std::move(content);
  }
}

void fold_media(Replayed& state, const bj::array& media, const store::Event& event) {
  for (const auto& item : media) {
    const auto& object = item.as_object();
    const std::string id = text_of(object, "id");
    ReplayedMedia& one = state.media[id];
    one.phase = object.at("phase").as_string();
    one.actor = event.actor.value_or("");
    one.commitment = object.at("commitment").as_string();
    one.facts = text_of(object, "facts");
    one.attached_at = state.report.updated_at;
    state.expected.erase(id);
  }
}

// What publish and redact did to what people said and sent.
void fold_shown(Replayed& state, const bj::object& body) {
  if (const auto* shown = body.if_contains("shown")) {
    for (const auto& item : shown->as_array()) {
      auto& content = state.contents.at(text_of(item.as_object(), "id"));
      content.shown = item.at("commitment").as_string();
      content.is_public = true;
    }
  }
  if (const auto* chosen = body.if_contains("public_media")) {
    const auto ids = bj::value_to<std::vector<std::string>>(*chosen);
    for (auto& [id, media] : state.media) media.is_public = std::ranges::count(ids, id) > 0;
  }
  if (const auto* redacted = body.if_contains("redacted")) {
    for (const auto& item : redacted->as_array()) {
      state.media.at(text_of(item.as_object(), "id")).redacted = item.at("version").as_int64();
    }
  }
}

void fold_people(Replayed& state, const bj::object& body, const store::Event& event) {
  const std::size_t before = state.bounces.size();
  if (body.contains("undone")) state.bounces.resize(state.last_bounces);
  state.last_bounces = before;
  if (const auto* bounce = body.if_contains("bounce")) {
    const auto& object = bounce->as_object();
    state.bounces.push_back(
        {text_of(object, "agency"), optional_text(object, "believed"), state.report.updated_at});
  }
  if (const auto* reveal = body.if_contains("reveal")) {
    const std::string actor = event.actor.value_or("");
    state.reveals[std::string(reveal->as_string())] = {
        actor.substr(actor.find(':') + 1), event.role, text_of(body, "reason_kind"),
        text_of(body, "reveal_facts"), state.report.updated_at};
  }
  if (const auto* expected = body.if_contains("expected")) {
    for (const auto& item : expected->as_array()) {
      state.expected[text_of(item.as_object(), "id")] = item.at("phase").as_string();
    }
  }
  if (event.action == word(domain::Action::erase_contact)) state.named = false;
  if (event.seq != 1) return;
  state.body = text_of(body, "commitment");
  state.secret = text_of(body, "secret");
  if (event.schema > 1) state.named = body.contains("named");
}

void fold(Replayed& state, const store::Event& event) {
  const auto body = event_body(event);
  std::string fault;
  state.schema = event.seq == 1 ? event.schema : std::min(state.schema, event.schema);
  if (const auto* set = body.if_contains("set")) {
    if (!domain::apply_set(state.report, set->as_object(), fault)) state.fault = fault;
  }
  if (const auto* rows = body.if_contains("clocks")) {
    fold_clocks(state, rows->as_array(), fault);
  }
  if (const auto* contents = body.if_contains("contents")) {
    fold_contents(state, contents->as_array(), event);
  }
  if (const auto* media = body.if_contains("media")) fold_media(state, media->as_array(), event);
  fold_shown(state, body);
  fold_people(state, body, event);
  if (const auto* agencies = body.if_contains("cooperating")) {
    state.cooperating = bj::value_to<std::vector<std::string>>(*agencies);
  }
  if (!fault.empty()) state.fault = "event " + std::to_string(event.n) + ": " + fault;
}

bj::value or_null(const std::optional<std::int64_t>& number) {
  return number ? bj::value(*number) : bj::value(nullptr);
}

}  // namespace

std::string media_facts(const store::Media& m) {
  const auto taken = m.taken_at ? std::optional(epoch_ms(*m.taken_at)) : std::nullopt;
  const bj::object facts{{"kind", m.kind},
                         {"mime", m.mime},
                         {"state", m.state},
                         {"bytes", m.bytes},
                         {"sha256", m.sha256},
                         {"width", or_null(m.width)},
                         {"height", or_null(m.height)},
                         {"taken_at", or_null(taken)},
                         {"lat7", or_null(m.lat7)},
                         {"lon7", or_null(m.lon7)},
                         {"files", m.files},
                         {"created_at", epoch_ms(m.created_at)}};
  return json::canonical(facts);
}

std::string reveal_facts(const store::Reveal& r) {
  const bj::object facts{{"account", r.account},
                         {"role", r.role},
                         {"agency", r.agency ? bj::value(*r.agency) : bj::value(nullptr)},
                         {"reason_kind", r.reason_kind},
                         {"reason", r.reason}};
  return json::canonical(facts);
}

std::string secret_fact(std::string_view secret_digest) {
  return "secret:" + std::string(secret_digest);
}

Replayed replay(const std::vector<store::Event>& events, std::size_t count) {
  Replayed state;
  for (std::size_t i = 0; i < count && i < events.size() && state.fault.empty(); ++i) {
    // A body that was edited need not be what any of this expects.
    try {
      fold(state, events[i]);
    } catch (const std::exception& error) {
      state.fault = "event " + std::to_string(events[i].n) + ": " + error.what();
    }
  }
  return state;
}

}  // namespace camaug::app
