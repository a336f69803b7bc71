// Which drillhole tables belong together.
#pragma once

#include <vector>

#include "core/problem.h"
#include "core/scene.h"
#include "io/formats.h"

namespace lode::io {

/// Replaces the Sources of single drillhole tables (format "csv", kind drillholes) by one Source a database: tables go
/// to the collar table that has most of their holes. A table that repeats the holes of another collar table is left out
/// with a warning; intervals without any collar table but with coordinates
/// become points. Other Sources stay as they are, in order. Throws Error when only tables without a collar are left.
std::vector<Source> join_drillhole_tables(std::vector<Source> sources, Problems& problems);

/// Sources of drillhole tables (format "csv") whose bytes do not say their encoding, and for which none is decided, are
/// described anew in the one that all tables of their database together are likely in: a short table of codes says too
/// little by itself.
void agree_on_encoding(std::vector<Source>& sources, const EncodingOf& decided = {});

}  // namespace lode::io
