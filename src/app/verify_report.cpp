#include "app/verify_report.hpp"

#include <algorithm>

#include "app/replay.hpp"
#include "store/clock.hpp"
#include "store/content.hpp"
#include "store/identity.hpp"
#include "store/report.hpp"
#include "store/search_index.hpp"
#include "store/verify_rows.hpp"

namespace camaug::app {
namespace {

constexpr std::string_view k_not_said = " is not what the events say";
constexpr std::string_view k_not_committed = " is not what was committed to";
constexpr std::string_view k_unknown = " is known to no event";

// The first column in which the row is not what the events say.
template <class T>
std::string first_difference(const T& row, const T& replayed) {
  const auto names = domain::columns<T>();
  const auto is = domain::cells(row);
  const auto must = domain::cells(replayed);
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (is[i] != must[i]) return std::string(names[i]);
  }
  return {};
}

domain::Viewer system_viewer() {
  domain::Viewer viewer;
  viewer.role = domain::Role::system;
  return viewer;
}

// All that stands in the tables about one report.
struct Rows {
  std::optional<std::string> wrapped;
  std::optional<store::Identity> identity;
  std::optional<store::Creation> creation;
  std::vector<domain::ClockRow> clocks;
  std::vector<store::Content> contents;
  std::optional<store::SearchDoc> searched;
  store::SearchDoc to_search;
  std::vector<store::Media> media;
  std::vector<store::Reveal> reveals;
  std::vector<store::Bounce> bounces;
  std::vector<std::string> cooperating;
  std::map<std::string, std::string> expected;
};

Rows read_rows(store::Reader& reader, const domain::Report& report) {
  return {store::report_key(reader, report.id),
          store::identity_of(reader, report.id),
          store::creation_of(reader, report.id),
          store::clocks_of(reader, report.id),
          store::contents_of(reader, system_viewer(), report.id),
          store::search_doc_stored(reader, report.number),
          store::search_doc_wanted(reader, report.id),
          store::media_of(reader, report.id),
          store::reveals_of(reader, report.id),
          store::bounces_of(reader, report.id),
          store::cooperating_of(reader, report.id),
          store::expected_of(reader, report.id)};
}

class Check {
 public:
  Check(const domain::Report& report, const Rows& rows, const Replayed& replayed,
        const vault::Vault* vault, Verified& out)
      : report_(report), rows_(rows), must_(replayed), vault_(vault), out_(out) {}

  void run() {
    const auto breaks = out_.breaks.size();
    say(first_difference(report_, must_.report), "report.", k_not_said);
    clocks();
    if (rows_.cooperating != must_.cooperating) {
      add("the cooperating agencies are not what the events say");
    }
    bounces();
    expected();
    open_keys();
    reveals();
    creation();
    if (!erased_) {
      contents();
      media();
      identity();
    }
    if (out_.breaks.size() == breaks) searched();
  }

 private:
  void add(const std::string& what) { out_.breaks.push_back(report_.code + ": " + what); }
  // Nothing when `column` is "".
  void say(const std::string& column, const std::string& of, std::string_view what) {
    if (!column.empty()) add(of + column + std::string(what));
  }
  // Whether `value` is what was committed to; true where no salt tells.
  [[nodiscard]] bool kept(std::string_view value, const std::string& commitment) const {
    return !keys_ || vault::commitment(keys_->salt, value) == commitment;
  }

  // Rows and events must know the same ids; calls each(row, replayed) for those they share.
  template <class Row, class Must, class Id, class Each>
  void pair(const std::string& table, const std::vector<Row>& rows, const Must& must, Id id,
            Each each) {
    for (const auto& [key, wanted] : must) {
      const auto found = std::ranges::find(rows, key, id);
      if (found == rows.end()) {
        add(name(table, key) + " is missing");
      } else {
        each(*found, wanted);
      }
    }
    for (const auto& row : rows) {
      if (!must.contains(row.*id)) add(name(table, row.*id) + std::string(k_unknown));
    }
  }
  static std::string name(const std::string& table, const std::string& id) {
    return table + " " + id;
  }
  static std::string name(const std::string& table, std::int64_t id) {
    return table + " " + std::to_string(id);
  }

  void clocks() {
    out_.clocks += static_cast<std::int64_t>(rows_.clocks.size());
    pair("clock", rows_.clocks, must_.clocks, &domain::ClockRow::id,
         [&](const domain::ClockRow& row, const domain::ClockRow& must) {
           say(first_difference(row, must), name("clock", row.id) + ".", k_not_said);
         });
  }

  // Made of the other rows: says something only when those are whole. No word of an erased text may
  // be left.
  void searched() {
    if (rows_.searched != rows_.to_search) add("search: its words are not those of its texts");
  }

  void bounces() {
    const auto same = [](const store::Bounce& a, const store::Bounce& b) {
      return a.agency == b.agency && a.believed == b.believed && a.at == b.at;
    };
    auto is = rows_.bounces;
    auto must = must_.bounces;
    const auto order = [](const store::Bounce& a, const store::Bounce& b) {
      return std::tie(a.at, a.agency) < std::tie(b.at, b.agency);
    };
    std::ranges::sort(is, order);
    std::ranges::sort(must, order);
    if (!std::ranges::equal(is, must, same)) add("bounce: who gave it back" + not_said());
  }

  void reveals() {
    pair("reveal", rows_.reveals, must_.reveals, &store::Reveal::id,
         [&](const store::Reveal& row, const ReplayedReveal& must) {
           const std::string column = row.account != must.account           ? "account"
                                      : row.role != must.role               ? "role"
                                      : row.reason_kind != must.reason_kind ? "reason_kind"
                                      : row.at != must.at                   ? "at"
                                                                            : "";
           say(column, name("reveal", row.id) + ".", k_not_said);
           if (!must.facts.empty() && !kept(reveal_facts(row), must.facts)) {
             add(name("reveal", row.id) + std::string(k_not_committed));
           }
         });
  }

  void expected() {
    for (const auto& [id, phase] : must_.expected) {
      const auto found = rows_.expected.find(id);
      if (found == rows_.expected.end()) {
        add(name("media_expected", id) + " is missing");
      } else if (found->second != phase) {
        add(name("media_expected", id) + ".phase" + not_said());
      }
    }
    if (must_.schema < k_body_schema) return;
    for (const auto& [id, phase] : rows_.expected) {
      if (!must_.expected.contains(id)) add(name("media_expected", id) + std::string(k_unknown));
    }
  }

  // An erasure takes the key and all that it opens; the key alone is none.
  void open_keys() {
    if (!rows_.wrapped) {
      erased_ = rows_.contents.empty() && rows_.media.empty() && !rows_.identity;
      if (!erased_) add("its key is missing, but not what it opens");
      return;
    }
    if (vault_ == nullptr) return;
    auto opened = vault_->unwrap(*rows_.wrapped, report_.id);
    if (!opened) return add("its key does not open");
    keys_ = std::move(*opened);
  }

  void creation() {
    if (!rows_.creation) return;
    if (!kept(rows_.creation->body_hash, must_.body)) {
      add("report.body_hash" + std::string(k_not_committed));
    }
    if (!must_.secret.empty() && !kept(secret_fact(rows_.creation->secret_hash), must_.secret)) {
      add("report.secret_hash" + std::string(k_not_committed));
    }
  }

  void contents() {
    out_.contents += static_cast<std::int64_t>(rows_.contents.size());
    pair("content", rows_.contents, must_.contents, &store::Content::id,
         [&](const store::Content& row, const ReplayedContent& must) {
           say(content_column(row, must), name("content", row.id) + ".", k_not_said);
           if (!kept(row.text, must.commitment)) {
             add(name("content", row.id) + std::string(k_not_committed));
           }
           if (row.redacted && !kept(*row.redacted, must.shown)) {
             add(name("content", row.id) + ".redacted" + std::string(k_not_committed));
           }
         });
  }

  std::string content_column(const store::Content& row, const ReplayedContent& must) {
    if (row.kind != must.kind) return "kind";
    if (row.author != must.author) return "author";
    if (row.author_role != must.role) return "author_role";
    if (must_.schema >= k_body_schema && row.agency != must.agency) return "agency";
    if (row.at != must.at) return "at";
    if (row.commitment != must.commitment) return "commitment";
    if (row.is_public != must.is_public) return "public";
    if (row.redacted.has_value() == must.shown.empty()) return "redacted";
    return "";
  }

  void media() {
    out_.media += static_cast<std::int64_t>(rows_.media.size());
    pair("media", rows_.media, must_.media, &store::Media::id,
         [&](const store::Media& row, const ReplayedMedia& must) {
           say(media_column(row, must), name("media", row.id) + ".", k_not_said);
           if (!kept(row.sha256, must.commitment)) {
             add(name("media", row.id) + ".sha256" + std::string(k_not_committed));
           } else if (!must.facts.empty() && !kept(media_facts(row), must.facts)) {
             add(name("media", row.id) + std::string(k_not_committed));
           }
         });
  }

  [[nodiscard]] std::string media_column(const store::Media& row, const ReplayedMedia& must) const {
    const bool staff = must.actor.starts_with("account:");
    const std::string owner = staff ? must.actor : rows_.creation->secret_hash;
    if (row.owner != owner) return "owner";
    if (row.phase != must.phase) return "phase";
    if (row.attached_at != must.attached_at) return "attached_at";
    if (row.is_public != must.is_public) return "public";
    return row.redacted != must.redacted ? "redacted" : "";
  }

  // What the log cannot hold: only whether it is there, opens, and agrees with itself.
  void identity() {
    const store::Identity is = rows_.identity.value_or(store::Identity{});
    const bool wanted = report_.has_contact;
    for (const auto& [column, value] : {std::pair<std::string, const std::optional<std::string>&>{
                                            "phone_sealed", is.phone_sealed},
                                        {"phone_blind", is.phone_blind},
                                        {"phone_masked", is.phone_masked}}) {
      if (value.has_value() != wanted) add("identity." + column + presence(wanted));
    }
    if (must_.named && is.name_sealed.has_value() != *must_.named) {
      add("identity.name_sealed" + presence(*must_.named));
    }
    if (!keys_ || vault_ == nullptr) return;
    if (is.name_sealed &&
        !vault::open(keys_->key, *is.name_sealed, "identity.name:" + report_.id)) {
      add("identity.name_sealed does not open");
    }
    if (!is.phone_sealed) return;
    const auto phone = vault::open(keys_->key, *is.phone_sealed, "identity.phone:" + report_.id);
    if (!phone) return add("identity.phone_sealed does not open");
    if (is.phone_blind != vault_->phone_index(*phone)) {
      add("identity.phone_blind is not that of the phone");
    }
    if (is.phone_masked != vault::mask_phone(*phone)) {
      add("identity.phone_masked is not that of the phone");
    }
  }

  static std::string presence(bool wanted) {
    return wanted ? " is missing, though the events say that it was given"
                  : " is there, though the events say that none was given";
  }
  static std::string not_said() { return std::string(k_not_said); }

  const domain::Report& report_;
  const Rows& rows_;
  const Replayed& must_;
  const vault::Vault* vault_;
  Verified& out_;
  std::optional<vault::ReportKeys> keys_;
  bool erased_ = false;
};

}  // namespace

void verify_report(store::Reader& reader, const vault::Vault* vault, const domain::Report& report,
                   Verified& out) {
  const auto events = store::events_of(reader, report.id);
  if (events.empty()) {
    out.breaks.push_back(report.code + ": report " + report.id + std::string(k_unknown));
    return;
  }
  const auto replayed = replay(events, events.size());
  if (!replayed.fault.empty()) {
    out.breaks.push_back(report.code + ": " + replayed.fault);
    return;
  }
  const Rows rows = read_rows(reader, report);
  Check(report, rows, replayed, vault, out).run();
}

}  // namespace camaug::app
