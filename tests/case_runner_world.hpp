// The whole program in one process for one case: a prepared data directory, the real server, the
// real jobs, a clock that only the case moves, and a channel that writes down what it was given.
#pragma once

#include <atomic>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "app/services.hpp"
#include "base/time.hpp"
#include "cli/data_dir.hpp"
#include "domain/access.hpp"
#include "send/channel.hpp"
#include "store/pool.hpp"
#include "store/writer.hpp"

namespace camaug::http {
class Server;
}

namespace camaug::cases {

// The only clock in the project that stands still.
class FakeClock final : public Clock {
 public:
  [[nodiscard]] Instant now() const override { return from_epoch_ms(ms_.load()); }
  void set(Instant at) { ms_ = epoch_ms(at); }

 private:
  std::atomic<std::int64_t> ms_{0};
};

class RecordingChannel final : public send::Channel {
 public:
  [[nodiscard]] std::string_view name() const override { return "log"; }
  [[nodiscard]] Result<void> send(const send::Message& message) override {
    taken_.push_back(message);
    return {};
  }
  [[nodiscard]] std::vector<send::Message> take() { return std::move(taken_); }

 private:
  std::vector<send::Message> taken_;
};

// A folder that goes when the program ends.
class Scratch {
 public:
  Scratch();
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  ~Scratch();
  [[nodiscard]] std::string path(std::string_view name) const {
    return path_ + "/" + std::string(name);
  }

 private:
  std::string path_;
};

// A database of PostgreSQL that goes when the program ends.
class ServerDatabase {
 public:
  // Empty, or a copy of `from`. `server` is the URI of any database of that server.
  ServerDatabase(const std::string& server, const std::string& name, const std::string& from);
  ServerDatabase(const ServerDatabase&) = delete;
  ServerDatabase& operator=(const ServerDatabase&) = delete;
  ~ServerDatabase();
  [[nodiscard]] const std::string& uri() const { return uri_; }
  [[nodiscard]] const std::string& name() const { return name_; }

 private:
  std::string server_;
  std::string name_;
  std::string uri_;
};

// Made once: the province of profiles/ca-mau in a database, and the folders beside it.
struct Prepared {
  Scratch scratch;
  std::string server;  // URI where the databases are made; "": files in the folders
  std::unique_ptr<ServerDatabase> database;
  cli::DataDir dir;
  domain::ProvincePtr province;
  std::string password_hash;
};
inline constexpr std::string_view k_password = "mat-khau-thu-2026";
[[nodiscard]] std::unique_ptr<Prepared> prepare(const std::string& server);

struct WorldOptions {
  bool limits = false;
  bool answer_needs_approval = false;
};

class World {
 public:
  World(const Prepared& prepared, const std::string& name, WorldOptions options);
  World(const World&) = delete;
  World& operator=(const World&) = delete;
  ~World();

  FakeClock clock;
  [[nodiscard]] std::uint16_t port() const;
  [[nodiscard]] store::Writer& writer() { return *writer_; }
  [[nodiscard]] const app::Services& services() const { return *services_; }
  [[nodiscard]] const std::string& data() const { return dir_.root; }

  // How many live streams are open.
  [[nodiscard]] std::int64_t listeners() const;
  // Ends the server and starts another one on the same data.
  void restart();
  // Loads the profile anew with one line more in a file, as `camaug profile load` does, and starts
  // again.
  void load_profile(const std::string& file, const std::string& line);
  // Reports whose deadlines would come out differently if computed again: none, ever.
  [[nodiscard]] std::vector<std::string> unsettled();
  // Makes an account; the name that people see is "Cán bộ <username>". Returns its id.
  std::string add_account(const std::string& username, domain::Role role, const std::string& agency,
                          const std::string& area);
  // One round of the jobs at the time of the clock.
  void run_jobs();
  // What went out since the last call.
  [[nodiscard]] std::vector<send::Message> sent();
  // One statement on the database file, past every guard of the program.
  void tamper(const std::string& sql);
  [[nodiscard]] std::vector<std::string> breaks(const std::string& head);
  [[nodiscard]] std::string head();
  // All that the event log and the outbox hold, as one text.
  [[nodiscard]] std::string log_text();
  [[nodiscard]] std::int64_t version_of(const std::string& report);

 private:
  void start();
  void stop();

  WorldOptions options_;
  std::unique_ptr<ServerDatabase> database_;
  cli::DataDir dir_;
  std::string password_hash_;
  std::unique_ptr<app::Services> services_;
  app::ShiftedClock demo_clock_;
  RecordingChannel channel_;
  std::unique_ptr<store::Writer> writer_;
  std::unique_ptr<store::ReaderPool> readers_;
  std::unique_ptr<store::ReaderPool> slow_;
  std::unique_ptr<http::Server> server_;
};

}  // namespace camaug::cases
