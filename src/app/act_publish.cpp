// What the public sees: publish after redaction, hide, redact. The original is never changed.
#include <algorithm>

#include "app/act.hpp"
#include "app/media.hpp"
#include "app/said.hpp"
#include "base/id.hpp"
#include "store/content.hpp"
#include "store/media.hpp"

namespace camaug::app {
namespace {

namespace bj = boost::json;

// The public version of one content; the event keeps a commitment to it.
void show(Act& act, const std::string& content, const std::string& text, bj::array& shown) {
  store::redact_content(act.change.tx(), act.report().id, content, text, true);
  shown.push_back(bj::object{{"id", content}, {"commitment", act.change.commitment(text)}});
}

// Shows or replaces the report's text and the answer.
void show_texts(Act& act, const std::optional<std::string>& text,
                const std::optional<std::string>& answer_text, bool with_originals) {
  bj::array shown;
  const Said known = said(act.before);
  for (const auto& content : store::contents_of(act.change.tx(), act.viewer, act.report().id)) {
    const bool is_text = content.kind == "text";
    const bool is_answer = content.id == act.report().answer_content;
    const bool is_refusal = content.kind == "refusal" || content.kind == "hand_over";
    if (is_text && text) show(act, content.id, *text, shown);
    if (is_answer && answer_text) show(act, content.id, *answer_text, shown);
    if (!with_originals || known.taken_back.contains(content.id)) continue;
    if (is_text && !text) show(act, content.id, content.text, shown);
    if ((is_answer && !answer_text) || is_refusal) show(act, content.id, content.text, shown);
  }
  act.change.put("shown", std::move(shown));
}

}  // namespace

Result<void> publish(Act& act) {
  const auto text = act.body.optional_text("text", 4000);
  const auto answer_text = act.body.optional_text("answer_text", 4000);
  const auto chosen = act.body.texts("media", 20, 36);
  if (!act.body.ok()) return {};
  const auto media = store::media_of(act.change.tx(), act.report().id);
  for (const auto& id : chosen) {
    const auto one = std::ranges::find(media, id, &store::Media::id);
    if (one == media.end() || is_sound(*one)) {
      act.body.fault("media", "error.media_unknown");
      return {};
    }
  }
  for (const auto& m : media) {
    const bool shown = std::ranges::find(chosen, m.id) != chosen.end();
    if (shown != m.is_public) {
      store::set_media_public(act.change.tx(), m.id, shown, m.redacted);
    }
  }
  act.change.put("public_media", bj::value_from(chosen));
  show_texts(act, text, answer_text, true);
  act.report().published = true;
  act.report().published_at = act.now;
  return {};
}

Result<void> hide(Act& act) {
  const auto reason = act.body.text("reason", 1000);
  act.report().published = false;
  if (!reason.empty()) act.change.say("hide", reason, false);
  return {};
}

Result<void> redact(Act& act) {
  const auto text = act.body.optional_text("text", 4000);
  const auto answer_text = act.body.optional_text("answer_text", 4000);
  const auto pictures = read_redactions(act.body);
  if (!act.body.ok()) return {};
  if (!text && !answer_text && pictures.empty()) {
    return fail_field("text", "error.redact_nothing");
  }
  show_texts(act, text, answer_text, false);
  bj::array redacted;
  for (const auto& picture : pictures) {
    const auto media = store::media_by_id(act.change.tx(), picture.media);
    // Made of what is shown now: another redaction may have come between.
    const auto made = std::ranges::find_if(act.made, [&](const MadeRedaction& one) {
      return media && one.media == media->id && one.made_of == media->redacted;
    });
    if (made == act.made.end() || media->report != act.report().id) {
      return fail_field("media", "error.media_unknown");
    }
    store::set_media_public(act.change.tx(), media->id, media->is_public, made->version);
    redacted.push_back(bj::object{{"id", media->id}, {"version", made->version}});
  }
  act.change.put("redacted", std::move(redacted));
  return {};
}

}  // namespace camaug::app
