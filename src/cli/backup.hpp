// `camaug backup`, `camaug backup verify` and `camaug restore`: a province into a folder while it
// is served, and back into an empty place. Keys are never part of a backup.
#pragma once

#include <string>

#include "cli/data_dir.hpp"

namespace camaug::cli {

struct BackupCommand {
  DataDir from;
  std::string to;
  int keep = 0;  // sets to keep; 0 keeps all
};
// All return 0, or 1 after plain words about what is wrong.
int run_backup(const BackupCommand& command);

struct BackupVerify {
  std::string backup;
  std::string set;   // "": the newest
  std::string keys;  // path of the master key; "": what it opens is not looked at
};
int run_backup_verify(const BackupVerify& command);

struct RestoreCommand {
  std::string from;
  std::string set;
  std::string keys;
  bool leave_damaged = false;  // photos and videos that are damaged are left out, and named
  DataDir to;
};
int run_restore(const RestoreCommand& command);

}  // namespace camaug::cli
