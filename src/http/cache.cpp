// See cache.hpp.
#include "http/cache.hpp"

#include "base/id.hpp"

namespace camaug::http {

PageCache::PageCache(std::size_t bytes_max) : bytes_max_(bytes_max), start_(random_token(6)) {}

std::string PageCache::key(std::string_view target, Lang lang) {
  std::string out;
  out.reserve(target.size() + 1);
  out += static_cast<char>('0' + static_cast<int>(lang));
  out += target;
  return out;
}

std::string PageCache::etag(std::int64_t version, Lang lang) const {
  return "\"" + start_ + "." + std::to_string(version) + "." + std::string(to_text(lang)) + "\"";
}

std::shared_ptr<const CachedPage> PageCache::get(std::string_view target, Lang lang) const {
  const auto wanted = key(target, lang);
  const std::lock_guard lock(mutex_);
  const auto found = pages_.find(wanted);
  if (found == pages_.end() || found->second->version != version()) return nullptr;
  return found->second;
}

void PageCache::put(std::string_view target, Lang lang, std::shared_ptr<const CachedPage> page) {
  const std::size_t bytes = page->body.size() + page->head.size() + target.size() + 256;
  if (page->version != version() || bytes > bytes_max_ / 10) return;
  const std::lock_guard lock(mutex_);
  // Pages of an older version are of no more use; and a flood of queries must not fill the memory.
  if (pages_version_ != page->version || bytes_ + bytes > bytes_max_) {
    pages_.clear();
    bytes_ = 0;
    pages_version_ = page->version;
  }
  const auto [at, fresh] = pages_.insert_or_assign(key(target, lang), std::move(page));
  if (fresh) bytes_ += bytes;
}

std::size_t PageCache::pages() const {
  const std::lock_guard lock(mutex_);
  return pages_.size();
}

}  // namespace camaug::http
