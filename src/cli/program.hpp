// The command line: `camaug <command> [options]`. Parses, calls one command, prints its help.
#pragma once

namespace camaug::cli {

// 0 success, 1 the command failed and said why, 2 the command line was wrong.
int run(int argc, char** argv);

}  // namespace camaug::cli
