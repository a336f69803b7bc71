#include "session/likely_crs.h"

#include "session/placed_source.h"

namespace lode {

std::vector<geo::LikelyCrs> likely_systems(const Session& session, const Scene& scene, std::uint32_t source,
                                           const std::string& area_text, std::size_t most) {
  std::vector<geo::Located> others;
  for (std::uint32_t i = 0; i < scene.sources.size(); ++i)
    if (i != source && !scene.sources[i].crs.empty())
      others.push_back(
          {scene.sources[i].name, scene.sources[i].crs, bounds_source(*session.loaded(scene, i)->dataset)});
  return geo::likely_systems(bounds_source(*session.loaded(scene, source)->dataset), others, area_text, most);
}

}  // namespace lode
