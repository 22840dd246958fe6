// See case_runner_world.hpp.
#include "case_runner_world.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <stdexcept>

#include "app/account.hpp"
#include "app/profile_change.hpp"
#include "app/verify.hpp"
#include "base/id.hpp"
#include "cli/profile.hpp"
#include "domain/profile.hpp"
#include "http/desk.hpp"
#include "http/identify.hpp"
#include "http/pages.hpp"
#include "http/routes.hpp"
#include "http/server.hpp"
#include "jobs/jobs.hpp"
#include "jobs/profile.hpp"
#include "store/clock.hpp"
#include "store/event.hpp"
#include "store/migrate.hpp"
#include "store/postgres.hpp"
#include "store/profile.hpp"
#include "store/report.hpp"
#include "store/sqlite.hpp"
#include "store/transaction.hpp"
#include "vault/master_key.hpp"
#include "vault/password.hpp"

namespace camaug::cases {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void give_up(const Error& error) {
  throw std::runtime_error(cli::error_line(error));
}

// Memory where there is any: the cases test what is right, the drills what survives.
fs::path temporary() {
  if (std::getenv("TMPDIR") == nullptr && fs::exists("/dev/shm")) return "/dev/shm";
  return fs::temp_directory_path();
}

// postgresql:///any?host=x -> postgresql:///name?host=x
std::string with_database(const std::string& uri, const std::string& name) {
  const auto path = uri.find('/', uri.find("://") + 3);
  const auto end = std::min(uri.find('?', path), uri.size());
  return uri.substr(0, path) + "/" + name + uri.substr(end);
}

domain::Viewer system_viewer() {
  domain::Viewer viewer;
  viewer.role = domain::Role::system;
  return viewer;
}

}  // namespace

Scratch::Scratch() {
  std::string name = (temporary() / "camaug-cases-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no scratch directory");
  path_ = name;
}

Scratch::~Scratch() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

ServerDatabase::ServerDatabase(const std::string& server, const std::string& name,
                               const std::string& from)
    : server_(server),
      name_("cases_" + std::to_string(getpid()) + "_" + name),
      uri_(with_database(server, name_)) {
  const std::string copied = from.empty() ? "" : " TEMPLATE \"" + from + "\"";
  store::open_postgres(server_)->script("CREATE DATABASE \"" + name_ + "\"" + copied);
}

ServerDatabase::~ServerDatabase() {
  try {
    store::open_postgres(server_)->script("DROP DATABASE \"" + name_ + "\" WITH (FORCE)");
  } catch (const std::exception& error) {
    std::cerr << "case_runner: " << name_ << " stays: " << error.what() << '\n';
  }
}

std::unique_ptr<Prepared> prepare(const std::string& server) {
  auto prepared = std::make_unique<Prepared>();
  prepared->server = server;
  prepared->dir.root = prepared->scratch.path("prepared");
  if (!server.empty()) {
    prepared->database = std::make_unique<ServerDatabase>(server, "prepared", "");
    prepared->dir.server = prepared->database->uri();
  }
  const cli::DataDir& dir = prepared->dir;
  if (auto made = cli::make_data_dir(dir); !made) give_up(made.error());
  const auto files = cli::read_profile_dir(CAMAUG_SOURCE_DIR "/profiles/ca-mau");
  if (!files) give_up(files.error());
  auto province = domain::load_profile(*files);
  if (!province) give_up(province.error());
  const auto connection = cli::open_to_write(dir);
  const Instant long_ago = instant_of(LocalDate(std::chrono::year(2022) / 1 / 1));
  if (auto version = store::migrate(*connection, long_ago); !version) give_up(version.error());
  store::Transaction transaction(*connection, store::Transaction::Mode::write);
  store::save_profile(transaction.tx(), *files, province->areas, province->agencies, long_ago);
  transaction.commit();
  if (auto key = vault::create_master_key(dir.keys()); !key) give_up(key.error());
  prepared->province = std::make_shared<const domain::Province>(std::move(*province));
  prepared->password_hash = vault::hash_password(k_password);
  return prepared;
}

World::World(const Prepared& prepared, const std::string& name, WorldOptions options)
    : options_(options), dir_{prepared.scratch.path(name)}, password_hash_(prepared.password_hash) {
  fs::copy(prepared.dir.root, dir_.root, fs::copy_options::recursive);
  if (prepared.database) {
    database_ = std::make_unique<ServerDatabase>(prepared.server, name, prepared.database->name());
    dir_.server = database_->uri();
  }
  const auto master = vault::load_master_key(dir_.keys());
  if (!master) give_up(master.error());
  auto media = media::MediaRoot::open(dir_.media());
  if (!media) give_up(media.error());
  services_ = std::make_unique<app::Services>(
      app::Services{.province = prepared.province,
                    .vault = vault::Vault(*master),
                    .media = *media,
                    .signing_key = hmac_sha256_hex(master->view(), "media links")});
  services_->demo = true;
  services_->demo_clock = &demo_clock_;
  if (options.answer_needs_approval) {
    auto province = std::make_shared<domain::Province>(*prepared.province);
    for (auto& policy : province->policies) policy.answer_needs_approval = true;
    services_->province = province;
  }
  start();
}

World::~World() {
  stop();
  std::error_code ignored;
  fs::remove_all(dir_.root, ignored);
}

void World::start() {
  const cli::DataDir& dir = dir_;
  writer_ = std::make_unique<store::Writer>([dir] { return cli::open_to_write(dir); });
  readers_ = std::make_unique<store::ReaderPool>([dir] { return cli::open_to_read(dir); }, 1);
  slow_ = std::make_unique<store::ReaderPool>([dir] { return cli::open_to_read(dir); }, 1);
  http::ServerOptions options;
  options.port = 0;
  options.io_threads = 1;
  options.routes = http::all_routes(true);
  options.services = services_.get();
  options.clock = &clock;
  options.readers = readers_.get();
  options.slow = slow_.get();
  options.writer = writer_.get();
  options.authenticate = http::identify;
  options.upload_directory = dir.media() + "/incoming";
  options.limits.on = options_.limits;
  options.error_page = http::error_page;
  options.events = http::event_feed();
  options.access_log = false;
  auto server = http::Server::start(std::move(options));
  if (!server) give_up(server.error());
  server_ = std::move(*server);
}

void World::stop() {
  server_->stop();
  server_.reset();
  slow_->stop();
  readers_->stop();
  writer_->stop();
}

void World::restart() {
  stop();
  start();
}

void World::load_profile(const std::string& file, const std::string& line) {
  stop();
  {
    const auto connection = cli::open_to_write(dir_);
    store::Transaction transaction(*connection, store::Transaction::Mode::write);
    auto files = store::profile_files(transaction.tx());
    files.at(file) += line + "\n";
    auto province = domain::load_profile(files);
    if (!province) give_up(province.error());
    store::save_profile(transaction.tx(), files, province->areas, province->agencies, clock.now());
    services_->province = std::make_shared<const domain::Province>(std::move(*province));
    services_->profile_version = store::profile_version(transaction.tx());
    transaction.commit();
  }
  start();
}

std::vector<std::string> World::unsettled() {
  std::vector<std::string> out;
  const auto outcome = writer_->run_now([&](store::Tx& tx) {
    for (const auto& report : store::reports_with_open_deadlines(tx)) {
      const auto moved = app::recompute_deadlines(*services_, tx, report, clock.now());
      if (!moved || *moved) out.push_back(report);
    }
    return false;
  });
  if (outcome.error) std::rethrow_exception(outcome.error);
  return out;
}

std::uint16_t World::port() const {
  return server_->port();
}

std::int64_t World::listeners() const {
  return server_->live()->clients.load();
}

std::string World::add_account(const std::string& username, domain::Role role,
                               const std::string& agency, const std::string& area) {
  app::NewAccount account;
  account.username = username;
  account.name = "Cán bộ " + username;
  account.role = role;
  if (!agency.empty()) account.agency = agency;
  if (!area.empty()) account.area = area;
  account.password_hash = password_hash_;
  Result<store::Account> made;
  writer_->run_now([&](store::Tx& tx) {
    made = app::create_account(*services_, tx, system_viewer(), account, clock.now());
    return made.has_value();
  });
  if (!made) give_up(made.error());
  return made->id;
}

void World::run_jobs() {
  const Instant now = clock.now();
  jobs::follow_profile(*services_, *writer_, now);
  const auto outcome = writer_->run_now([&](store::Tx& tx) {
    jobs::warn_of_deadlines(*services_, tx, now);
    jobs::climb_alarms(*services_, tx, now);
    jobs::end_waiting(*services_, tx, now);
    jobs::clean_up(*services_, tx, now);
    return true;
  });
  if (outcome.error) std::rethrow_exception(outcome.error);
  jobs::remove_files(*services_, *writer_, now);
}

std::vector<send::Message> World::sent() {
  while (jobs::send_notices(*writer_, {&channel_}, clock.now()) > 0) {
  }
  return channel_.take();
}

void World::tamper(const std::string& sql) {
  const auto connection = cli::open_to_write(dir_);
  connection->script(dir_.embedded() ? "DROP TRIGGER IF EXISTS event_no_update;"
                                       "DROP TRIGGER IF EXISTS event_no_delete"
                                     : "DROP TRIGGER IF EXISTS event_no_change ON event");
  connection->script(sql);
}

std::vector<std::string> World::breaks(const std::string& head) {
  const auto connection = cli::open_to_read(dir_);
  store::Transaction transaction(*connection, store::Transaction::Mode::read);
  return app::verify(transaction.tx(), &services_->vault,
                     head.empty() ? std::nullopt : std::optional(head))
      .breaks;
}

std::string World::head() {
  const auto connection = cli::open_to_read(dir_);
  store::Reader reader(*connection);
  const auto head = store::head(reader);
  return std::to_string(head.n) + ":" + head.hash;
}

std::string World::log_text() {
  const auto connection = cli::open_to_read(dir_);
  store::Reader reader(*connection);
  std::string out;
  for (const auto& event : store::events_after(reader, 0, 1'000'000)) {
    out += store::canonical(event) + "\n";
  }
  reader.each("SELECT recipient || ' ' || args FROM outbox",
              [&](const store::Row& row) { out += std::string(row.text(0)) + "\n"; });
  return out;
}

std::int64_t World::version_of(const std::string& report) {
  const auto connection = cli::open_to_read(dir_);
  store::Reader reader(*connection);
  const auto found = store::report_by_id(reader, system_viewer(), report);
  return found ? found->version : 0;
}

}  // namespace camaug::cases
