// Linked into the program and the tests under the thread sanitizer, also where the program runs as
// the worker for pictures (whose environment is empty): libraries that were not compiled for it
// (libvips, glib, the runtime's exception pointers) are not judged.
// NOLINTNEXTLINE(bugprone-reserved-identifier): the sanitizer looks for this name.
extern "C" const char* __tsan_default_options() {
  return "ignore_noninstrumented_modules=1";
}
