// Kept files in a folder on this disk: root/ab/cd/<id>/<name>. What is kept here is on the disk
// (fsync of file and directories) before the call returns; a file is never changed in its place.
#pragma once

#include "media/store.hpp"

namespace camaug::media {

class FolderStore final : public MediaStore {
 public:
  // `root` has a folder incoming/, on the same file system as everything that is to be kept.
  explicit FolderStore(std::string root) : root_(std::move(root)) {}

  [[nodiscard]] Result<void> keep(std::string_view id,
                                  const std::vector<Arrived>& files) const override;
  [[nodiscard]] Result<Piece> read(const Wanted& wanted) const override;
  // At once, on the caller's thread.
  void read_later(Wanted wanted, PieceDone done) const override { done(read(wanted)); }
  [[nodiscard]] Result<std::string> local(std::string_view id, std::string_view name,
                                          const std::string& folder) const override;
  [[nodiscard]] std::string path_of(std::string_view id, std::string_view name) const override;
  [[nodiscard]] Result<bool> remove(std::string_view id) const override;
  [[nodiscard]] Result<void> ready() const override { return {}; }
  [[nodiscard]] Result<void> check() const override;
  [[nodiscard]] std::string place() const override { return root_; }

 private:
  [[nodiscard]] Result<std::string> make_dir_of(std::string_view id) const;

  std::string root_;
};

}  // namespace camaug::media
