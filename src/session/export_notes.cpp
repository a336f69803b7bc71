#include "session/export_notes.h"

#include <fmt/format.h>

#include "core/text.h"
#include "geo/crs.h"
#include "io/export_block_sizes.h"

namespace lode {

std::string export_note(Session& session, const Scene& scene, std::size_t layer, const std::string& crs,
                        const std::filesystem::path& file) {
  if (fold_case(utf8(file.extension())) != ".csv") return {};
  const io::ExportLayer whole = session.export_layer(scene, layer, crs);
  const auto* model = std::get_if<BlockModel>(whole.dataset.get());
  if (model == nullptr || io::PlacedSizes(*model, whole).keeps_grid()) return {};
  return fmt::format(
      "in {} the blocks of \"{}\" lie on no regular grid: each row has its own centroid and size, but they are no "
      "block "
      "model there (for one, export it in its own CRS, {})",
      whole.crs, whole.name, geo::short_name(geo::describe_crs(scene.sources[scene.layers[layer].source].crs)));
}

}  // namespace lode
