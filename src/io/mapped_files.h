// Whether the files that columns are mapped from are still whole.
#pragma once

namespace lode::io {

/// Throws Error, naming the file, when one that is mapped was cut short meanwhile: what was read of it since is not to
/// be trusted. Cheap: call it before and after every pass over columns.
void check_mapped_files();

}  // namespace lode::io
