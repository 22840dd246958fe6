// How long the search takes on a filled database, with many clients at once: each asks one question
// after another on a connection of its own. Reads only.
//   search_bench DATABASE [CLIENTS] [SECONDS] [WORDS...]   DATABASE: a file or postgresql://...
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "base/time.hpp"
#include "store/postgres.hpp"
#include "store/queue.hpp"
#include "store/sqlite.hpp"
#include "store/transaction.hpp"

namespace {

using namespace camaug;

struct Question {
  std::string name;
  bool is_public = false;
  store::ListFilter filter;
};

std::unique_ptr<store::Connection> open(const std::string& database) {
  if (database.starts_with("postgresql://")) return store::open_postgres(database);
  store::SqliteOptions options;
  options.path = database;
  options.mode = store::SqliteOptions::Mode::read_only;
  return store::open_sqlite(options);
}

std::vector<Question> questions(const std::vector<std::string>& words) {
  std::vector<Question> out;
  for (const auto& word : words) {
    store::ListFilter filter;
    filter.words = word;
    out.push_back({"desk   " + word, false, filter});
    out.push_back({"public " + word, true, filter});
    filter.by_relevance = true;
    out.push_back({"best   " + word, false, filter});
    filter.by_relevance = false;
    filter.area = "2025-32002";
    filter.state = "open";
    out.push_back({"narrow " + word, false, filter});
  }
  return out;
}

double ask(store::Connection& connection, const Question& question) {
  const Stopwatch watch;
  store::Transaction transaction(connection, store::Transaction::Mode::read);
  if (question.is_public) {
    (void)store::public_list(transaction.tx(), question.filter);
  } else {
    domain::Viewer viewer;
    viewer.role = domain::Role::coordinator;
    (void)store::queue(transaction.tx(), viewer, question.filter);
  }
  return std::chrono::duration<double, std::milli>(watch.elapsed()).count();
}

void measure(const std::string& database, const Question& question, int clients, double seconds) {
  std::vector<std::vector<double>> took(static_cast<std::size_t>(clients));
  std::vector<std::thread> threads;
  const std::clock_t before = std::clock();
  for (auto& mine : took) {
    threads.emplace_back([&] {
      const auto connection = open(database);
      (void)ask(*connection, question);
      const Stopwatch watch;
      while (std::chrono::duration<double>(watch.elapsed()).count() < seconds) {
        mine.push_back(ask(*connection, question));
      }
    });
  }
  for (auto& thread : threads) thread.join();
  std::vector<double> all;
  for (const auto& mine : took) all.insert(all.end(), mine.begin(), mine.end());
  if (all.empty()) return;
  const double cpu = 1e3 * static_cast<double>(std::clock() - before) / CLOCKS_PER_SEC;
  std::ranges::sort(all);
  const auto at = [&](double share) {
    return all[static_cast<std::size_t>(share * static_cast<double>(all.size() - 1))];
  };
  std::printf("%-24s %7zu questions  p50 %7.2f ms  p99 %7.2f ms  CPU %6.2f ms each\n",
              question.name.c_str(), all.size(), at(0.5), at(0.99),
              cpu / static_cast<double>(all.size()));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "search_bench DATABASE [CLIENTS] [SECONDS] [WORDS...]\n");
    return 2;
  }
  const std::vector<std::string> given(argv + 1, argv + argc);
  const int clients = given.size() > 1 ? std::atoi(given[1].c_str()) : 16;
  const double seconds = given.size() > 2 ? std::atof(given[2].c_str()) : 3;
  std::vector<std::string> words(given.begin() + std::min<std::ptrdiff_t>(3, argc - 1),
                                 given.end());
  if (words.empty()) words = {"duong ", "o ga ", "duong ho", "khong co tu nay"};
  for (const auto& question : questions(words)) measure(given[0], question, clients, seconds);
  return 0;
}
