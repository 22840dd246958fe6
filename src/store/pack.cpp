#include "store/pack.hpp"

#include <zstd.h>

#include <memory>
#include <stdexcept>

#include "base/id.hpp"
#include "store/database.hpp"

namespace camaug::store {
namespace {

// JSON begins with a brace, never with this; 1 is the number of the dictionary.
constexpr std::string_view k_prefix = "z1";
constexpr std::size_t k_shortest = 100;
// No body comes near it: what claims more is no body.
constexpr std::size_t k_longest = 4 * 1024 * 1024;
constexpr int k_level = 3;

constexpr std::string_view k_dictionary =
#include "store/pack_dictionary_1.inc"
    ;

template <auto Free>
struct Deleter {
  template <class T>
  void operator()(T* it) const {
    Free(it);
  }
};

struct Dictionary {
  std::unique_ptr<ZSTD_CDict, Deleter<ZSTD_freeCDict>> pack;
  std::unique_ptr<ZSTD_DDict, Deleter<ZSTD_freeDDict>> unpack;
};

const Dictionary& dictionary() {
  static const Dictionary k_made = [] {
    std::string text(k_dictionary);
    for (char& c : text) c = c == '+' ? '-' : c == '/' ? '_' : c;
    while (text.ends_with('=')) text.pop_back();
    const std::string bytes = from_base64url(text).value();
    Dictionary made;
    made.pack.reset(ZSTD_createCDict(bytes.data(), bytes.size(), k_level));
    made.unpack.reset(ZSTD_createDDict(bytes.data(), bytes.size()));
    if (!made.pack || !made.unpack) throw std::runtime_error("the dictionary of texts is broken");
    return made;
  }();
  return k_made;
}

[[noreturn]] void raise_corrupt() {
  throw DatabaseError(DatabaseError::Kind::corrupt, "a packed text cannot be read");
}

}  // namespace

std::string packed(std::string_view json) {
  if (json.size() < k_shortest) return std::string(json);
  thread_local const std::unique_ptr<ZSTD_CCtx, Deleter<ZSTD_freeCCtx>> context(ZSTD_createCCtx());
  std::string bytes(ZSTD_compressBound(json.size()), '\0');
  // The number of the dictionary stands in the prefix already.
  ZSTD_CCtx_setParameter(context.get(), ZSTD_c_dictIDFlag, 0);
  ZSTD_CCtx_refCDict(context.get(), dictionary().pack.get());
  const std::size_t size =
      ZSTD_compress2(context.get(), bytes.data(), bytes.size(), json.data(), json.size());
  if (ZSTD_isError(size) != 0) throw std::runtime_error(ZSTD_getErrorName(size));
  bytes.resize(size);
  std::string out(k_prefix);
  out += to_base64url(bytes);
  return out.size() < json.size() ? out : std::string(json);
}

std::string unpacked(std::string_view stored) {
  if (!stored.starts_with(k_prefix)) return std::string(stored);
  const auto bytes = from_base64url(stored.substr(k_prefix.size()));
  if (!bytes) raise_corrupt();
  const auto size = ZSTD_getFrameContentSize(bytes->data(), bytes->size());
  if (size > k_longest) raise_corrupt();  // also unknown and no frame
  std::string out(static_cast<std::size_t>(size), '\0');
  thread_local const std::unique_ptr<ZSTD_DCtx, Deleter<ZSTD_freeDCtx>> context(ZSTD_createDCtx());
  const std::size_t read =
      ZSTD_decompress_usingDDict(context.get(), out.data(), out.size(), bytes->data(),
                                 bytes->size(), dictionary().unpack.get());
  if (ZSTD_isError(read) != 0 || read != out.size()) raise_corrupt();
  return out;
}

}  // namespace camaug::store
