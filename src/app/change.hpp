// One change of one report: what an action edits is collected here and stored at once, as event,
// projection, clocks, contents and notices of the same transaction. Nobody else writes a report.
#pragma once

#include <boost/json.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/case.hpp"
#include "app/services.hpp"
#include "domain/clock_change.hpp"
#include "store/content.hpp"
#include "store/database.hpp"

namespace camaug::app {

class Change {
 public:
  // `before` is none for a new report.
  Change(const Services& services, store::Tx& tx, const domain::Viewer& viewer, Instant now,
         std::optional<domain::Report> before, domain::Report after);

  [[nodiscard]] domain::Report& report() { return after_; }
  [[nodiscard]] const domain::Viewer& viewer() const { return viewer_; }
  [[nodiscard]] const Services& services() const { return services_; }
  [[nodiscard]] store::Tx& tx() { return tx_; }
  [[nodiscard]] Instant now() const { return now_; }

  // Puts an own member into the event body: references, words and numbers only, never a text of a
  // person.
  void put(std::string_view name, boost::json::value value);
  // A text somebody wrote; the event gets its id and commitment. Returns the id.
  std::string say(std::string_view kind, const std::string& text, bool is_public);
  void say(store::Content content);
  // Binds an upload of this viewer to the report. Error invalid names `uploads`.
  [[nodiscard]] Result<void> attach(const std::string& upload, std::string_view phase);
  // Whether a photo or video that has arrived was bound; a voice note shows nothing.
  [[nodiscard]] bool has_picture() const { return has_picture_; }
  void set_cooperating(std::vector<std::string> agencies);
  void bounce(const std::string& agency, const std::optional<std::string>& believed);
  // For a new report: its secret and its keys.
  void create(store::Creation creation, const vault::ReportKeys& keys, std::string wrapped_keys);
  // Instead of the rules of the action: the clocks as they are given (undo, recompute).
  void override_clocks(std::vector<domain::ClockChange> changes) { clocks_ = std::move(changes); }
  void undoes(domain::Action action) { undone_ = action; }

  // Stores everything. Error conflict when somebody else was faster.
  [[nodiscard]] Result<store::Event> commit(domain::Action action, bool plan = false);

  [[nodiscard]] std::string commitment(std::string_view bytes);
  // Of the report.
  [[nodiscard]] const vault::ReportKeys& key();
  // All clocks of the report as they are after commit().
  [[nodiscard]] const std::vector<domain::ClockInstance>& clocks_after() const {
    return clocks_after_;
  }

 private:
  [[nodiscard]] Result<void> move_clocks(domain::Action action, bool plan);
  void show_next_due(const std::vector<domain::ClockInstance>& clocks);
  [[nodiscard]] bool store_report();
  void store_parts();
  void store_clocks();

  const Services& services_;
  store::Tx& tx_;
  const domain::Viewer& viewer_;
  Instant now_;
  std::optional<domain::Report> before_;
  domain::Report after_;
  boost::json::object body_;
  boost::json::array contents_;
  boost::json::array media_;
  bool has_picture_ = false;
  boost::json::array expected_;
  std::vector<store::Content> said_;
  std::optional<std::vector<std::string>> cooperating_;
  std::optional<store::Bounce> bounce_;
  std::optional<store::Creation> creation_;
  std::string wrapped_keys_;  // of a new report
  std::optional<std::vector<domain::ClockChange>> clocks_;
  std::vector<domain::ClockInstance> clocks_before_;
  std::vector<domain::ClockInstance> clocks_after_;
  std::optional<vault::ReportKeys> key_;
  std::optional<domain::Action> undone_;
};

// A text by `viewer`, with its commitment under the report's keys.
[[nodiscard]] store::Content make_content(const domain::Viewer& viewer, const std::string& report,
                                          std::string_view kind, const std::string& text,
                                          const vault::ReportKeys& keys, Instant now);
// What `action` does to the clocks of a report; `clocks` are those it has. Errors: clock_changes().
[[nodiscard]] Result<std::vector<domain::ClockChange>> clock_moves(
    const Services& services, const std::optional<domain::Report>& before,
    const domain::Report& after, std::span<const domain::ClockInstance> clocks,
    domain::Action action, bool plan, Instant now);
// The lead that a step's clocks belong to: after the step, or before it when it leaves.
[[nodiscard]] std::string clock_lead(const std::optional<domain::Report>& before,
                                     const domain::Report& after);

}  // namespace camaug::app
