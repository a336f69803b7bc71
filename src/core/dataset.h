// What a file holds: immutable, a pure function of its Source, in source coordinates.
#pragma once

#include <memory>
#include <variant>

#include "core/block_model.h"
#include "core/drillholes.h"
#include "core/surface.h"

namespace lode {

using Dataset = std::variant<Drillholes, BlockModel, Surface, Points>;
using DatasetPtr = std::shared_ptr<const Dataset>;

enum class DatasetKind { drillholes, blocks, surface, points };
/// "drillholes", "blocks", "surface", "points".
const char* name(DatasetKind kind);
DatasetKind kind_of(const Dataset& dataset);
/// Holes, blocks, triangles, points.
std::uint64_t count_of(const Dataset& dataset);
/// All tables of the dataset, in the order collar, survey, intervals, readings at depths
std::vector<const Table*> tables_of(const Dataset& dataset);

}  // namespace lode
