// The case runner: `case_runner tests/cases [filter]` runs every .case file below the folder and
// the matrix of routes and roles, each on a fresh province, and says what failed where. The rules
// of the text are in tests/cases/README.md. It is a test program and never part of the product.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <string>
#include <vector>

#include "base/log.hpp"
#include "base/time.hpp"
#include "case_runner_matrix.hpp"
#include "case_runner_run.hpp"
#include "media/worker.hpp"

namespace {

namespace fs = std::filesystem;
using namespace camaug;

std::vector<std::string> files_below(const std::string& root, const std::string& filter) {
  std::vector<std::string> out;
  if (fs::is_regular_file(root)) return {root};
  for (const auto& entry : fs::recursive_directory_iterator(root)) {
    const std::string path = entry.path().string();
    const bool wanted = path.ends_with(".case") || entry.path().filename() == "matrix.txt";
    if (wanted && path.find(filter) != std::string::npos) out.push_back(path);
  }
  std::ranges::sort(out);
  return out;
}

struct Sum {
  int passed = 0;
  int failed = 0;
};

void run_case(const cases::Prepared& prepared, const std::string& path, int number, Sum& sum) {
  try {
    const auto script = cases::read_script(path);
    cases::CaseRun run(prepared, script, "case-" + std::to_string(number));
    run.run();
    sum.passed += 1;
  } catch (const cases::CaseFault& fault) {
    sum.failed += 1;
    std::cout << "FAIL " << path << ':' << fault.line() << ": " << fault.what() << '\n';
  } catch (const std::exception& error) {
    sum.failed += 1;
    std::cout << "FAIL " << path << ":1: " << error.what() << '\n';
  }
  std::cout << std::flush;
}

int run_all(const std::string& root, const std::string& filter, const std::string& server) {
  const auto paths = files_below(root, filter);
  if (paths.empty()) {
    std::cerr << "case_runner: nothing to run in " << root << '\n';
    return 2;
  }
  const auto prepared = cases::prepare(server);
  const bool timed = std::getenv("CASES_TIMED") != nullptr;
  Sum sum;
  int number = 0;
  for (const auto& path : paths) {
    const Stopwatch watch;
    number += 1;
    if (path.ends_with("matrix.txt")) {
      const auto result = cases::run_matrix(*prepared, path, std::cout);
      sum.passed += result.passed;
      sum.failed += result.failed;
    } else {
      run_case(*prepared, path, number, sum);
    }
    if (timed) std::cout << watch.elapsed().count() / 1'000'000 << " ms " << path << '\n';
  }
  std::cout << sum.passed << " passed, " << sum.failed << " failed\n";
  return sum.failed == 0 ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc > 1 && std::string_view(argv[1]) == "media-worker") {
    return media::run_media_worker(argc, argv);
  }
  std::vector<std::string> words(argv + 1, argv + argc);
  const bool on_server = std::erase(words, "--postgres") > 0;
  const char* server = std::getenv("CAMAUG_TEST_POSTGRES");
  if (words.empty() || words.size() > 2 || (on_server && server == nullptr)) {
    std::cerr << "case_runner [--postgres] FOLDER [FILTER]\n"
                 "--postgres: on the server of CAMAUG_TEST_POSTGRES (tools/with_postgres.sh)\n";
    return 2;
  }
  log::set_level(log::Level::error);
  try {
    return run_all(words[0], words.size() > 1 ? words[1] : "", on_server ? server : "");
  } catch (const std::exception& error) {
    std::cerr << "case_runner: " << error.what() << '\n';
    return 2;
  }
}
