#include "app/submit.hpp"

#include "app/change.hpp"
#include "app/due.hpp"
#include "base/id.hpp"
#include "domain/report_code.hpp"
#include "domain/workflow.hpp"
#include "store/identity.hpp"
#include "store/media.hpp"
#include "store/report.hpp"

namespace camaug::app {
namespace {

// Numbers are given only now: by the writer, one after the other.
domain::Report numbered(const Services& services, store::Tx& tx, const domain::Report& draft) {
  domain::Report report = draft;
  const int year = static_cast<int>(local_date(report.submitted_at).year());
  report.code =
      domain::report_code(services.province->info.code_prefix, year, store::next_number(tx, year));
  report.number = store::next_running_number(tx);
  return report;
}

// The report that this one wants to join, if that still can be joined. An alarm is heard for
// itself, whoever else raised it.
std::optional<domain::Report> joined(store::Tx& tx, const NewReport& body) {
  if (!body.joins || body.urgent) return {};
  auto master = store::public_report(tx, *body.joins);
  if (!master || !domain::is_open(master->state)) return {};
  return master;
}

void join(const domain::Report& master, domain::Report& report) {
  report.state = domain::State::merged;
  report.master = master.id;
  report.closed_at = report.submitted_at;
  if (!report.area) report.area = master.area;
}

ReceiptView head_of(const domain::Report& report) {
  ReceiptView view;
  view.id = report.id;
  view.code = report.code;
  view.state = word(report.state);
  view.version = report.version;
  view.submitted_at = report.submitted_at;
  return view;
}

}  // namespace

ReceiptView receipt(store::Reader& reader, const std::string& id, Lang lang) {
  const domain::Viewer sender = sender_of(id, "");
  ReceiptView view = head_of(store::report_by_id(reader, sender, id).value());
  view.uploads_missing = store::missing_media(reader, id);
  view.attached = static_cast<std::int64_t>(store::media_of(reader, id).size());
  view.due = due_view(clocks_of(reader, id), lang);
  return view;
}

Result<ReceiptView> submit(const Services& services, store::Tx& tx, const Submission& submission,
                           Lang lang, const Admit& admit) {
  const NewReport& body = submission.body;
  const store::Creation& creation = submission.creation;
  if (const auto known = store::creation_known(tx, body.id)) {
    if (!equal_secret(known->secret_hash, creation.secret_hash) ||
        known->body_hash != creation.body_hash) {
      return fail(ErrorCode::conflict, "error.report_id_taken");
    }
    return receipt(tx, body.id, lang);
  }
  if (!submission.draft) return Failure(submission.draft.error());
  if (admit) {
    if (auto ok = admit(); !ok) return Failure(ok.error());
  }
  const Draft& draft = *submission.draft;
  const auto master = joined(tx, body);
  // What came too late to join counts for itself, if it says enough.
  if (!master && !draft.stands_alone) return fail_field("joins", "error.join.closed");
  const domain::Viewer sender = sender_of(body.id, creation.secret_hash);
  domain::Report report = numbered(services, tx, draft.report);
  if (master) join(*master, report);
  Change change(services, tx, sender, submission.at, std::nullopt, std::move(report));
  change.create(creation, draft.keys, draft.wrapped_keys);
  change.override_clocks(master ? std::vector<domain::ClockChange>() : draft.clocks);
  for (const auto& content : draft.texts) change.say(content);
  change.put("commitment", boost::json::string(draft.body_commitment));
  change.put("secret", boost::json::string(draft.secret_commitment));
  if (body.name) change.put("named", true);
  for (const auto& upload : body.uploads) {
    if (auto ok = change.attach(upload, "report"); !ok) return Failure(ok.error());
  }
  const auto action = master ? domain::Action::join : domain::Action::submit;
  if (auto event = change.commit(action); !event) return Failure(event.error());
  if (draft.identity) store::insert_identity(tx, change.report().number, *draft.identity);
  ReceiptView view = head_of(change.report());
  if (!body.uploads.empty()) {
    view.uploads_missing = store::missing_media(tx, body.id);
    view.attached = static_cast<std::int64_t>(store::media_of(tx, body.id).size());
  }
  view.due = due_view(change.clocks_after(), lang);
  return view;
}

Result<ReceiptView> submit(const Services& services, store::Tx& tx, const NewReport& body,
                           const std::string& secret, Instant now, Lang lang) {
  const auto submission = make_ready(services, body, secret, now);
  if (!submission) return Failure(submission.error());
  return submit(services, tx, *submission, lang);
}

}  // namespace camaug::app
