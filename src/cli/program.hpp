// The command line: `camaug <command> [options]`. Parses, calls one command, prints its help.
#pragma once

#include <string_view>

namespace camaug::cli {

// 0 success, 1 the command failed and said why, 2 the command line was wrong.
int run(int argc, char** argv);
// What `camaug <command> --help` prints; "" for a command that is not there.
[[nodiscard]] std::string_view help_of(std::string_view command);

}  // namespace camaug::cli
