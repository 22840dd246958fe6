// The child process that touches hostile bytes: `camaug media-worker <file> <out-dir>
// [x,y,w,h]...`. It limits itself before it reads, writes the made files into out-dir, prints one
// JSON line.
#pragma once

namespace camaug::media {

// argc and argv as main() got them (argv[1] is "media-worker"). Gives the exit code; refusals of
// the file are part of the JSON line and exit 0. Nothing else may run in this process.
[[nodiscard]] int run_media_worker(int argc, char** argv);

}  // namespace camaug::media
