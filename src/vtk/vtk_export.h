// Files written by VTK's own writers: .vtp and .vtu.
#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "core/block_model.h"
#include "core/drillholes.h"
#include "core/geometry.h"

namespace lode::vtk {

/// Texts by name that stand in the file's field data: "CRS", "WKT", "note".
using FieldTexts = std::vector<std::pair<std::string, std::string>>;

/// Holes as one polyline an interval (`positions`, lines by offsets), with the table's columns as cell data.
struct LinesToWrite {
  std::vector<Vec3> vertices;
  std::vector<std::uint32_t> offsets;  ///< line i: vertices offsets[i] .. offsets[i + 1]
  std::vector<std::uint64_t> row;      ///< of the table, one a line
};
void write_vtp(const std::filesystem::path& file, const LinesToWrite& lines, const Table* cell_table,
               const FieldTexts& texts = {});

/// Triangles, with the table's columns as cell data (`row` one a triangle) or as point data (`row` empty: row =
/// vertex).
void write_vtp(const std::filesystem::path& file, std::span<const Vec3> vertices,
               std::span<const std::array<std::uint32_t, 3>> triangles, std::span<const std::uint64_t> row,
               const Table* table, const FieldTexts& texts = {});

/// Points, with the table's columns.
void write_vtp(const std::filesystem::path& file, std::span<const Vec3> positions, std::span<const std::uint64_t> row,
               const Table* table, const FieldTexts& texts = {});

/// Hexahedra: eight corners a block in VTK's order; `row` one a block.
void write_vtu(const std::filesystem::path& file, std::span<const Vec3> corners, std::span<const std::uint64_t> row,
               const Table& table, const FieldTexts& texts = {});

}  // namespace lode::vtk
