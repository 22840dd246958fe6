#include "app/open_index.hpp"

#include <algorithm>
#include <limits>

#include "store/event.hpp"

namespace camaug::app {
namespace {

// After more events than this reading everything anew is quicker.
constexpr std::int64_t k_catch_up_max = 20'000;
constexpr std::int64_t k_never = std::numeric_limits<std::int64_t>::max();
constexpr std::string_view k_province_path = "/96/";  // where a report without a place belongs

}  // namespace

void OpenIndex::follow(store::Reader& reader) {
  const std::int64_t head = store::head(reader).n;
  {
    const std::shared_lock lock(mutex_);
    if (head <= head_) return;
  }
  const std::unique_lock lock(mutex_);
  if (head <= head_) return;
  const bool anew =
      head_ < 0 || head > head_ + k_catch_up_max || store::moved_otherwise(reader, head_, head);
  if (anew) {
    load(reader, head);
  } else {
    catch_up(reader, head);
  }
}

void OpenIndex::load(store::Reader& reader, std::int64_t head) {
  head_ = -1;  // until it is whole
  items_.clear();
  places_.clear();
  helpers_.clear();
  words_.clear();
  paths_ = store::area_paths(reader);
  store::each_open(reader, [&](const store::OpenReport& report) { put(report); });
  store::each_open_helper(
      reader, [&](std::int64_t number, std::string_view agency) { add_helper(number, agency); });
  head_ = head;
}

void OpenIndex::catch_up(store::Reader& reader, std::int64_t head) {
  const std::int64_t after = head_;
  head_ = -1;  // until it is whole
  store::each_moved_open(reader, after, head,
                         [&](std::int64_t number, const store::OpenReport* report) {
                           drop(number);
                           if (report != nullptr) put(*report);
                         });
  store::each_moved_helper(reader, after, head, [&](std::int64_t number, std::string_view agency) {
    add_helper(number, agency);
  });
  head_ = head;
}

OpenIndex::Word OpenIndex::word_of(std::string_view text) {
  if (text.empty()) return 0;
  const auto next = static_cast<Word>(words_.size() + 1);
  return words_.try_emplace(std::string(text), next).first->second;
}

OpenIndex::Word OpenIndex::known(std::string_view text) const {
  const auto found = words_.find(text);
  return found == words_.end() ? 0 : found->second;
}

void OpenIndex::put(const store::OpenReport& report) {
  Item item;
  item.number = report.number;
  item.due_ms = report.due_at ? epoch_ms(*report.due_at) : k_never;
  item.officer = word_of(report.officer);
  item.lead = word_of(report.lead);
  item.named_agency = word_of(report.named_agency);
  item.area = word_of(report.area);
  item.state = report.state;
  item.register_ = report.register_;
  item.urgency = report.urgency;
  item.was_given_back = report.given_back > 0;
  item.scope_override = report.scope_override;
  item.awaiting_approval = report.awaiting_approval;
  item.is_open = report.is_open;
  item.reopen_requested = report.reopen_requested;
  places_[item.number] = items_.size();
  items_.push_back(item);
}

void OpenIndex::drop(std::int64_t number) {
  helpers_.erase(number);
  const auto found = places_.find(number);
  if (found == places_.end()) return;
  const std::size_t place = found->second;
  places_.erase(found);
  if (place + 1 < items_.size()) {
    items_[place] = items_.back();
    places_[items_[place].number] = place;
  }
  items_.pop_back();
}

void OpenIndex::add_helper(std::int64_t number, std::string_view agency) {
  const auto found = places_.find(number);
  if (found == places_.end()) return;
  items_[found->second].has_helpers = true;
  helpers_[number].push_back(word_of(agency));
}

OpenIndex::Sight OpenIndex::sight_of(const domain::Viewer& viewer) const {
  Sight sight{viewer.role, known(viewer.agency), {}};
  if (viewer.role != domain::Role::supervisor) return sight;
  sight.areas.assign(words_.size() + 1, false);
  const auto root = paths_.find(viewer.area);
  if (root == paths_.end()) return sight;
  sight.areas[0] = k_province_path.starts_with(root->second);
  for (const auto& [area, path] : paths_) {
    if (const Word word = known(area); word != 0) {
      sight.areas[word] = path.starts_with(root->second);
    }
  }
  return sight;
}

bool OpenIndex::helps(const Item& item, Word agency) const {
  if (!item.has_helpers) return false;
  const auto& helpers = helpers_.at(item.number);
  return std::ranges::find(helpers, agency) != helpers.end();
}

bool OpenIndex::sees(const Sight& sight, const Item& item) const {
  using domain::Register;
  using domain::Role;
  switch (sight.role) {
    case Role::system:
      return true;
    case Role::coordinator:
      return item.register_ != Register::denunciation;
    case Role::denunciation_keeper:
      return item.register_ == Register::denunciation;
    case Role::agency_leader:
    case Role::officer:
      if (item.register_ == Register::denunciation || sight.agency == 0 ||
          item.named_agency == sight.agency) {
        return false;
      }
      return item.lead == sight.agency || helps(item, sight.agency);
    case Role::supervisor:
      return item.register_ == Register::ordinary && sight.areas[item.area];
    default:
      return false;
  }
}

store::QueueCounts OpenIndex::counts(store::Reader& reader, const domain::Viewer& viewer,
                                     Instant now) {
  follow(reader);
  const std::shared_lock lock(mutex_);
  // Only who has cases of his own sees other numbers than his colleagues.
  const bool has_own = known(viewer.account) != 0;
  std::string sight(word(viewer.role));
  for (const std::string& part : {viewer.agency, viewer.area, has_own ? viewer.account : ""}) {
    sight += '|';
    sight += part;
  }
  const std::int64_t second = epoch_ms(now) / 1'000;
  {
    const std::lock_guard kept_lock(kept_mutex_);
    if (kept_head_ != head_) kept_.clear();
    kept_head_ = head_;
    const auto kept = kept_.find(sight);
    if (kept != kept_.end() && kept->second.second == second) return kept->second.counts;
  }
  const auto counted = count(viewer, now);
  const std::lock_guard kept_lock(kept_mutex_);
  kept_[sight] = {second, counted};
  return counted;
}

store::QueueCounts OpenIndex::count(const domain::Viewer& viewer, Instant now) const {
  using domain::Register;
  using domain::State;
  store::QueueCounts out;
  const Sight sight = sight_of(viewer);
  const Word self = known(viewer.account);
  const std::int64_t now_ms = epoch_ms(now);
  for (const Item& item : items_) {
    if (!sees(sight, item)) continue;
    out.reopen += item.reopen_requested;
    if (!item.is_open) continue;
    const bool submitted = item.state == State::submitted;
    const bool sent = item.state == State::dispatched || item.state == State::in_progress;
    ++out.open;
    out.submitted += submitted && item.register_ == Register::ordinary;
    out.urgent += item.urgency != domain::Urgency::none;
    out.overdue += item.due_ms < now_ms;
    out.sent += sent;
    out.answered += item.state == State::answered;
    out.waiting_reporter += item.state == State::waiting_reporter;
    out.repairing += item.state == State::repairing;
    out.given_back += submitted && item.was_given_back;
    out.scope_override += submitted && item.scope_override;
    out.unassigned += sent && item.officer == 0;
    out.approval += item.awaiting_approval;
    out.mine += self != 0 && item.officer == self;
    out.crime_report += item.register_ == Register::crime_report;
    out.denunciation += item.register_ == Register::denunciation;
  }
  return out;
}

}  // namespace camaug::app
