// Meshes as OBJ, PLY and STL, every position to the last bit.
#include <array>
#include <map>

#include "core/error.h"
#include "core/text.h"
#include "core/write_file.h"
#include "io/export_rows.h"
#include "io/file_writer.h"

namespace lode::io {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t check_every = 1 << 16;

/// "CRS: EPSG:32644"; text without line breaks, as comments need it.
std::vector<std::string> comments_of(const ExportLayer& layer) {
  std::vector<std::string> comments = {"written by Lode from " + layer.name,
                                       "CRS: " + (layer.crs.empty() ? std::string("local") : layer.crs)};
  if (!layer.note.empty()) comments.push_back(layer.note);
  for (std::string& comment : comments)
    for (char& c : comment)
      if (c == '\n' || c == '\r') c = ' ';
  return comments;
}

void report(Progress& progress, std::size_t done, std::size_t of) {
  progress.check();
  progress.report(static_cast<double>(done) / static_cast<double>(of));
}

std::uint32_t key(Rgba c) {
  return std::uint32_t{c.r} << 24 | std::uint32_t{c.g} << 16 | std::uint32_t{c.b} << 8 | std::uint32_t{c.a};
}

std::string material_name(Rgba c) { return fmt::format("colour_{:02x}{:02x}{:02x}{:02x}", c.r, c.g, c.b, c.a); }

/// Triangles of each colour, in order.
std::map<std::uint32_t, std::vector<std::uint32_t>> by_colour(const ExportMesh& mesh) {
  std::map<std::uint32_t, std::vector<std::uint32_t>> groups;
  if (mesh.triangles.size() > 0xffffffff)
    throw Error("the mesh has more than 4,294,967,295 triangles", "filter the layer first");
  for (std::size_t t = 0; t < mesh.triangles.size(); ++t)
    groups[key(mesh.colour[t])].push_back(static_cast<std::uint32_t>(t));
  return groups;
}

}  // namespace

void write_obj(const ExportLayer& layer, const fs::path& file, Progress& progress) {
  const ExportMesh mesh = export_mesh(layer, progress);
  const auto groups = by_colour(mesh);
  const fs::path materials = fs::path(file).replace_extension(".mtl");
  progress.report("writing " + utf8(file.filename()), 0);
  write_whole(materials, [&](const fs::path& beside) {
    FileWriter out(beside);
    for (const auto& [colour, triangles] : groups) {
      const Rgba c = mesh.colour[triangles.front()];
      out.print("newmtl {}\nKd {} {} {}\nd {}\nillum 1\n", material_name(c), c.r / 255.0, c.g / 255.0, c.b / 255.0,
                c.a / 255.0);
    }
    out.close();
  });
  write_whole(file, [&](const fs::path& beside) {
    FileWriter out(beside);
    for (const std::string& comment : comments_of(layer)) out.print("# {}\n", comment);
    out.print("mtllib {}\n", utf8(materials.filename()));
    for (std::size_t v = 0; v < mesh.vertices.size(); ++v) {
      if (v % check_every == 0) report(progress, v, mesh.vertices.size());
      out.print("v {} {} {}\n", mesh.vertices[v].x, mesh.vertices[v].y, mesh.vertices[v].z);
    }
    for (const auto& [colour, triangles] : groups) {
      out.print("usemtl {}\n", material_name(mesh.colour[triangles.front()]));
      for (const std::uint32_t t : triangles) {
        if (t % check_every == 0) progress.check();
        const std::array<std::uint32_t, 3>& triangle = mesh.triangles[t];
        out.print("f {} {} {}\n", std::uint64_t{triangle[0]} + 1, std::uint64_t{triangle[1]} + 1,
                  std::uint64_t{triangle[2]} + 1);
      }
    }
    out.close();
  });
}

void write_ply(const ExportLayer& layer, const fs::path& file, Progress& progress) {
  const ExportMesh mesh = export_mesh(layer, progress);
  if (mesh.vertices.size() > 0x7fffffff)
    throw Error("the mesh has more vertices than PLY can number", "filter the layer first");
  progress.report("writing " + utf8(file.filename()), 0);
  write_whole(file, [&](const fs::path& beside) {
    FileWriter out(beside);
    out.write("ply\nformat binary_little_endian 1.0\n");
    for (const std::string& comment : comments_of(layer)) out.print("comment {}\n", comment);
    out.print("element vertex {}\nproperty double x\nproperty double y\nproperty double z\n", mesh.vertices.size());
    out.print("element face {}\nproperty list uchar int vertex_indices\n", mesh.triangles.size());
    out.write("property uchar red\nproperty uchar green\nproperty uchar blue\nproperty uchar alpha\nend_header\n");
    for (std::size_t v = 0; v < mesh.vertices.size(); ++v) {
      if (v % check_every == 0) report(progress, v, mesh.vertices.size());
      for (int axis = 0; axis < 3; ++axis) out.put(mesh.vertices[v][axis]);
    }
    for (std::size_t t = 0; t < mesh.triangles.size(); ++t) {
      if (t % check_every == 0) report(progress, t, mesh.triangles.size());
      out.put(std::uint8_t{3});
      for (const std::uint32_t corner : mesh.triangles[t]) out.put(static_cast<std::int32_t>(corner));
      const Rgba c = mesh.colour[t];
      for (const std::uint8_t channel : {c.r, c.g, c.b, c.a}) out.put(channel);
    }
    out.close();
  });
}

void write_stl(const ExportLayer& layer, const fs::path& file, Progress& progress) {
  const ExportMesh mesh = export_mesh(layer, progress);
  progress.report("writing " + utf8(file.filename()), 0);
  write_whole(file, [&](const fs::path& beside) {
    FileWriter out(beside);
    std::string title;
    for (const std::string& comment : comments_of(layer)) title += (title.empty() ? "" : "; ") + comment;
    out.print("solid {}\n", title);
    for (std::size_t t = 0; t < mesh.triangles.size(); ++t) {
      if (t % check_every == 0) report(progress, t, mesh.triangles.size());
      const std::array<std::uint32_t, 3>& triangle = mesh.triangles[t];
      const Vec3 a = mesh.vertices[triangle[0]], b = mesh.vertices[triangle[1]], c = mesh.vertices[triangle[2]];
      const Vec3 area = cross(b - a, c - a);
      const Vec3 normal = length(area) > 0 ? normalized(area) : Vec3{};
      out.print("facet normal {:.6g} {:.6g} {:.6g}\nouter loop\n", normal.x, normal.y, normal.z);
      for (const Vec3 corner : {a, b, c}) out.print("vertex {} {} {}\n", corner.x, corner.y, corner.z);
      out.write("endloop\nendfacet\n");
    }
    out.write("endsolid\n");
    out.close();
  });
}

}  // namespace lode::io
