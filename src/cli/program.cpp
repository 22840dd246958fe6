#include "cli/program.hpp"

#include <array>
#include <iostream>
#include <string>

#include "app/demo_accounts.hpp"
#include "app/verify.hpp"
#include "cli/arguments.hpp"
#include "cli/backup.hpp"
#include "cli/copy.hpp"
#include "cli/data_dir.hpp"
#include "cli/deadline.hpp"
#include "cli/figures.hpp"
#include "cli/init.hpp"
#include "cli/media_copy.hpp"
#include "cli/migrate.hpp"
#include "cli/profile.hpp"
#include "cli/search.hpp"
#include "cli/serve.hpp"
#include "cli/settings.hpp"
#include "cli/simulate.hpp"
#include "domain/profile.hpp"
#include "domain/workflow_doc.hpp"
#include "media/worker.hpp"
#include "store/transaction.hpp"

namespace camaug::cli {
namespace {

struct Command {
  std::string_view name;
  std::string_view summary;
  std::string_view help;
  int (*run)(Arguments&);
};

int wrong(const std::string& fault) {
  std::cerr << "camaug: " << fault << "\nTry: camaug --help\n";
  return 2;
}

int init(Arguments& a) {
  InitOptions o;
  const auto place = place_of(a, system_environment, o.place.root);
  if (!place) return wrong(place.error());
  o.place = *place;
  o.profile = a.text("profile", o.profile);
  o.demo = a.flag("demo");
  o.seed = static_cast<std::uint64_t>(a.integer("seed", 1, 0, 1'000'000'000));
  o.reports = static_cast<int>(a.integer("reports", o.reports, 0, 1'000'000));
  return a.fault().empty() ? run_init(o) : wrong(a.fault());
}

int serve(Arguments& a) {
  const auto options = settle(a, system_environment);
  if (options) return run_serve(*options);
  std::cerr << "camaug: " << options.error() << "\nTry: camaug serve --help\n";
  return 2;
}

int verify(Arguments& a) {
  const auto place = place_of(a, system_environment, "data");
  if (!place) return wrong(place.error());
  const DataDir& dir = *place;
  const std::string head = a.text("head", "");
  const bool files = a.flag("media-files");
  if (!a.fault().empty()) return wrong(a.fault());
  if (!has_database(dir)) {
    std::cerr << "camaug: there is no database: " << dir.place() << '\n';
    return 1;
  }
  try {
    const auto master = vault::load_master_key(dir.keys());
    const auto connection = open_for_long(dir);
    store::Transaction transaction(*connection, store::Transaction::Mode::read);
    const auto vault = master ? std::optional<vault::Vault>(vault::Vault(*master)) : std::nullopt;
    const auto result = app::verify(transaction.tx(), vault ? &*vault : nullptr,
                                    head.empty() ? std::nullopt : std::optional(head));
    std::cout << result.events << " events, " << result.reports << " reports, " << result.clocks
              << " clocks, " << result.contents << " texts, " << result.media
              << " uploads checked\n";
    for (const auto& what : result.breaks) std::cout << "BREAK " << what << '\n';
    std::cout << (result.ok() ? "the record is whole\n" : "the record is NOT whole\n");
    if (!files) return result.ok() ? 0 : 1;
    const auto same = check_media(dir, std::cout);
    if (!same) std::cerr << "camaug: " << error_line(same.error()) << '\n';
    return result.ok() && same && same->broken + same->missing == 0 ? 0 : 1;
  } catch (const store::DatabaseError& error) {
    std::cout << "BREAK the database cannot be read: " << error.what() << '\n';
    return 1;
  }
}

int profile(Arguments& a) {
  const std::string what = a.plain().empty() ? "" : a.plain().front();
  const std::string folder = a.text("profile", "profiles/ca-mau");
  const auto place = place_of(a, system_environment, "data");
  if (!place) return wrong(place.error());
  if (!a.fault().empty()) return wrong(a.fault());
  if (what == "check") return run_profile_check(folder, std::cout);
  if (what == "load") return run_profile_load(*place, folder);
  std::cerr << "camaug profile: say check or load\n";
  return 2;
}

int deadline(Arguments& a) {
  const std::string folder = a.text("profile", "profiles/ca-mau");
  if (!a.fault().empty()) return wrong(a.fault());
  const auto files = read_profile_dir(folder);
  const auto province = files ? domain::load_profile(*files) : Failure(files.error());
  if (!province) {
    std::cerr << "camaug: " << error_line(province.error()) << '\n';
    return 2;
  }
  return run_deadline(std::cin, std::cout, province->calendar, province->policies);
}

int workflow(Arguments& a) {
  (void)a.flag("markdown");
  if (!a.fault().empty()) return wrong(a.fault());
  std::cout << domain::workflow_markdown();
  return 0;
}

int migrate(Arguments& a) {
  const bool commit = a.flag("commit");
  const auto place = place_of(a, system_environment, "data");
  if (!place) return wrong(place.error());
  if (!a.fault().empty()) return wrong(a.fault());
  return run_migrate(*place, commit);
}

int search(Arguments& a) {
  const std::string what = a.plain().empty() ? "" : a.plain().front();
  const auto place = place_of(a, system_environment, "data");
  if (!place) return wrong(place.error());
  if (!a.fault().empty()) return wrong(a.fault());
  if (what == "check") return run_search_check(*place);
  if (what == "rebuild") return run_search_rebuild(*place);
  std::cerr << "camaug search: say check or rebuild\n";
  return 2;
}

int figures(Arguments& a) {
  const std::string what = a.plain().empty() ? "" : a.plain().front();
  const auto place = place_of(a, system_environment, "data");
  if (!place) return wrong(place.error());
  if (!a.fault().empty()) return wrong(a.fault());
  if (what == "recount") return run_figures_recount(*place);
  std::cerr << "camaug figures: say recount\n";
  return 2;
}

int copy(Arguments& a) {
  const auto from = named_place(a, "from");
  if (!from) return wrong(from.error());
  const auto to = named_place(a, "to");
  if (!to) return wrong(to.error());
  if (!a.fault().empty()) return wrong(a.fault());
  return run_copy(*from, *to);
}

int simulate(Arguments& a) {
  SimulateCommand c;
  const auto place = place_of(a, system_environment, c.place.root);
  if (!place) return wrong(place.error());
  c.place = *place;
  c.profile = a.text("profile", c.profile);
  c.stories = static_cast<int>(a.integer("stories", c.stories, 1, 100'000));
  c.options.seed = static_cast<std::uint64_t>(a.integer("seed", 1, 0, 1'000'000'000));
  c.options.reports = a.integer("reports", c.options.reports, 1, 100'000'000);
  c.options.years = static_cast<int>(a.integer("years", c.options.years, 1, 50));
  return a.fault().empty() ? run_simulate(c) : wrong(a.fault());
}

int backup(Arguments& a) {
  const bool verifies = !a.plain().empty() && a.plain().front() == "verify";
  if (verifies) {
    const BackupVerify command{a.text("from", "backup"), a.text("set", ""), a.text("keys", "")};
    return a.fault().empty() ? run_backup_verify(command) : wrong(a.fault());
  }
  const auto place = place_of(a, system_environment, "data");
  if (!place) return wrong(place.error());
  const BackupCommand command{*place, a.text("to", ""),
                              static_cast<int>(a.integer("keep", 0, 0, 10'000))};
  if (!a.fault().empty()) return wrong(a.fault());
  if (command.to.empty()) return wrong("--to names the folder of the backup");
  return run_backup(command);
}

int restore(Arguments& a) {
  const auto place = place_of(a, system_environment, "data");
  if (!place) return wrong(place.error());
  const RestoreCommand command{a.text("from", "backup"), a.text("set", ""), a.text("keys", ""),
                               a.flag("leave-damaged"), *place};
  if (!a.fault().empty()) return wrong(a.fault());
  if (command.keys.empty()) return wrong("--keys names the master key, which no backup holds");
  return run_restore(command);
}

int accounts(Arguments& a) {
  const auto place = place_of(a, system_environment, "data");
  if (!place) return wrong(place.error());
  if (!a.fault().empty()) return wrong(a.fault());
  auto services = open_services(*place, false);
  if (!services) {
    std::cerr << "camaug: " << error_line(services.error()) << '\n';
    return 1;
  }
  app::ShiftedClock clock;
  (*services)->demo_clock = &clock;
  for (const auto& account : app::demo_accounts(**services, Lang::vi)) {
    std::cout << account.username << "  " << account.password << "  " << account.role << "  "
              << account.agency_name.value_or("") << '\n';
  }
  return 0;
}

constexpr std::array k_commands = {
    Command{
        "init", "make a data directory with a province in it",
        "camaug init [--data DIR] [--database URI] [--profile DIR]\n"
        "            [--demo [--seed N] [--reports N]]\n\n"
        "Makes DIR (default demo-data) with a database, keys and the province of the profile.\n"
        "--demo adds demo accounts and an invented history; the same seed gives the same one.\n",
        init},
    Command{"serve", "serve a data directory over HTTP",
            "camaug serve [--config FILE] [--data DIR] [--database URI] [--address A] [--port N]\n"
            "             [--media s3://BUCKET/PREFIX] [--media-endpoint URL] [--media-region R]\n"
            "             [--no-media-path-style] [--web DIR] [--origin URL]...\n"
            "             [--proxy ADDRESS]... [--io-threads N] [--reader-threads N]\n"
            "             [--no-limits] [--no-access-log] [--no-batching] [--demo]\n\n"
            "Serves until SIGINT or SIGTERM. --demo (loopback and demo data only) adds the demo\n"
            "accounts' page and a clock that can be moved on. --origin names the public address\n"
            "behind a proxy, --proxy whose X-Forwarded-For counts. The keys of a bucket stand in\n"
            "keys/media-bucket (two lines, mode 0600), or in CAMAUG_MEDIA_ACCESS_KEY and\n"
            "CAMAUG_MEDIA_SECRET_KEY, never on the command line.\n\n"
            "Each option can also stand in the environment (--io-threads is CAMAUG_IO_THREADS) or\n"
            "in a file (io-threads = 2; --no-limits is limits = false): --config FILE, else\n"
            "camaug.toml in the data directory. The command line counts before the environment,\n"
            "the environment before the file. config/camaug.toml lists all with their defaults.\n",
            serve},
    Command{"verify", "check the event log and what was made from it",
            "camaug verify [--data DIR] [--database URI] [--head N:HASH] [--media-files]\n\n"
            "Walks the chain, replays every report and compares. Names the first break of each\n"
            "kind; exit 1 when there is one. --head is a head noted earlier (the server logs one\n"
            "as chain.head): with it a cut tail is found too. --media-files also reads every\n"
            "original photo and video and compares it with its row.\n",
            verify},
    Command{"profile", "check a profile, or load it as a new version",
            "camaug profile check [--profile DIR]\n"
            "camaug profile load [--data DIR] [--database URI] [--profile DIR]\n\nA fault names "
            "file, line and column, and the mend. Nothing is half loaded.\n",
            profile},
    Command{
        "deadline", "compute due times for JSON lines",
        "camaug deadline [--profile DIR] < lines\n\n"
        "Each line {\"id\",\"clock\",\"rule\",\"start\"}: clock dispatch|give_back|answer|relay,\n"
        "rule by_start_day|by_start_shift|by_share|office_hours, start in RFC 3339. Answers\n"
        "{\"id\",\"due\",\"why\"} lines; a bad line gives {\"id\",\"error\"} and exit 1 at the "
        "end.\n",
        deadline},
    Command{"migrate", "bring a database to this program's schema",
            "camaug migrate [--data DIR] [--database URI] [--commit]\n\n"
            "Tries what is missing in a transaction, says how long each step takes, and takes it\n"
            "back; with --commit it stays. A schema newer than the program is refused. serve\n"
            "does this by itself for the file of a data directory, never for a server.\n",
            migrate},
    Command{"copy", "copy a whole province to another place or engine",
            "camaug copy --from DIR [--from-database URI] [--from-media s3://BUCKET/PREFIX]\n"
            "            --to DIR [--to-database URI] [--to-media s3://BUCKET/PREFIX] ...\n\n"
            "Copies keys, media and every row into an empty place, and verifies both sides: the\n"
            "same counts, the same head of the chain, the same originals. Stop the server first.\n"
            "A copy that broke off goes on when it is called again. The directories may be the\n"
            "same when only the database or only the media move. Without an option database and\n"
            "media are those of the directory's camaug.toml; --to-media= is its folder. The other\n"
            "options of a bucket have the same beginnings (--to-media-endpoint URL).\n",
            copy},
    Command{"figures", "count the leaders' figures anew",
            "camaug figures recount [--data DIR] [--database URI]\n\n"
            "Counts all of them from the reports and says which were wrong (camaug verify names\n"
            "them too). Stop the server first.\n",
            figures},
    Command{"backup", "back up a province while it is served, or check a backup",
            "camaug backup [--data DIR] [--database URI] --to BACKUP [--keep N]\n"
            "camaug backup verify --from BACKUP [--set NAME] [--keys FILE]\n\n"
            "Makes a new set in BACKUP: the database as it is at one moment, and those photos and\n"
            "videos that no earlier set has, each with its SHA-256. --keep removes older sets and\n"
            "what only they have. Keys are never in it: keep them elsewhere. verify reads all of\n"
            "the newest set, or of the one named, and replays its record.\n",
            backup},
    Command{"restore", "bring a backup into an empty place",
            "camaug restore --from BACKUP [--set NAME] --keys FILE [--data DIR] [--database URI]\n"
            "               [--leave-damaged]\n\n"
            "Checks every file of the set, then brings key, photos and database into DIR, which\n"
            "has none yet, and verifies the record. FILE is the master key (keys/master.key).\n"
            "When photos or videos are damaged nothing is restored, or all but they.\n",
            restore},
    Command{"simulate", "make a province of any size, for measuring",
            "camaug simulate [--data DIR] [--database URI] [--profile DIR] [--reports N]\n"
            "                [--years N] [--seed N] [--stories N]\n\n"
            "Makes DIR (default simulated) with N reports (10000) over the years before now (5):\n"
            "true histories (--stories, 2000) of the demo, repeated with other ids, places and\n"
            "times, with their events, chain, keys and figures. Demo data; serve it with --demo.\n",
            simulate},
    Command{"search", "check the index of the search, or make it anew",
            "camaug search check [--data DIR] [--database URI]\n"
            "camaug search rebuild [--data DIR] [--database URI]\n\n"
            "check compares the index with the words it was made of (SQLite; a PostgreSQL server\n"
            "keeps its own); camaug verify compares those words with the texts. rebuild makes all\n"
            "of it from the texts; stop the server first.\n",
            search},
    Command{"workflow", "print the workflow's tables",
            "camaug workflow --markdown\n\nWrites docs/workflow.md from the tables.\n", workflow},
    Command{"accounts", "list the demo accounts",
            "camaug accounts [--data DIR] [--database URI]\n\nUser name, password, role and "
            "agency, a line each.\n",
            accounts},
};

}  // namespace

std::string_view help_of(std::string_view command) {
  for (const auto& one : k_commands) {
    if (one.name == command) return one.help;
  }
  return {};
}

namespace {

int help() {
  std::cout << "camaug - reports from the spot to the published answer\n\n"
               "usage: camaug COMMAND [options]\n\n";
  for (const auto& command : k_commands) {
    std::cout << "  " << command.name << std::string(12 - command.name.size(), ' ')
              << command.summary << '\n';
  }
  std::cout << "\ncamaug COMMAND --help explains each.\n";
  return 0;
}

}  // namespace

int run(int argc, char** argv) {
  const std::string_view name = argc > 1 ? argv[1] : "--help";
  if (name == "media-worker") return media::run_media_worker(argc, argv);
  if (name == "--help" || name == "help" || name == "-h") return help();
  for (const auto& command : k_commands) {
    if (command.name != name) continue;
    Arguments arguments(argc - 2, argv + 2);
    if (arguments.flag("help")) {
      std::cout << command.help;
      return 0;
    }
    try {
      return command.run(arguments);
    } catch (const store::DatabaseError& error) {
      std::cerr << "camaug: " << database_line(error) << '\n';
      return 1;
    }
  }
  std::cerr << "camaug: there is no command \"" << name << "\"\nTry: camaug --help\n";
  return 2;
}

}  // namespace camaug::cli
