// Linked into the tests under the thread sanitizer, also where they run as the worker for pictures
// (whose environment is empty): libraries that were not compiled for it (libvips, glib, the
// runtime's exception pointers) are not judged.
// NOLINTNEXTLINE(bugprone-reserved-identifier): the sanitizer looks for this name.
extern "C" const char* __tsan_default_options() {
  return "ignore_noninstrumented_modules=1";
}
