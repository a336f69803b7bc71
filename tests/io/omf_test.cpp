// OMF version 1: the order of cells, every kind of element, the published sample, broken files.
#include <zlib.h>

#include <cstring>
#include <nlohmann/json.hpp>

#include "reading.h"

namespace lode::io {
namespace {

using lode::testing::sample;
using lode::testing::TemporaryFolder;
using nlohmann::json;

/// Writes an OMF v1 file by hand.
class Writer {
 public:
  json array(const std::vector<double>& values, const char* type = "<f8") {
    std::string bytes(values.size() * 8, '\0');
    for (std::size_t i = 0; i < values.size(); ++i) {
      const auto integer = static_cast<std::int64_t>(values[i]);
      std::memcpy(bytes.data() + 8 * i,
                  std::string_view(type) == "<i8" ? static_cast<const void*>(&integer) : &values[i], 8);
    }
    uLongf size = compressBound(bytes.size());
    std::string packed(size, '\0');
    compress(reinterpret_cast<Bytef*>(packed.data()), &size, reinterpret_cast<const Bytef*>(bytes.data()),
             bytes.size());
    const json place{{"start", 60 + data_.size()}, {"length", size}, {"dtype", type}};
    data_ += packed.substr(0, size);
    return add({{"__class__", "ScalarArray"}, {"array", place}});
  }
  json add(json object) {
    const std::string id = "id-" + std::to_string(objects_.size());
    objects_[id] = std::move(object);
    return id;
  }
  std::string bytes(const json& elements) {
    objects_["01010101-0101-0101-0101-010101010101"] = {
        {"__class__", "Project"}, {"origin", {1000, 0, 0}}, {"elements", elements}};
    std::string header = "\x84\x83\x82\x81OMF-v0.9.0";
    header.resize(36, '\0');
    header.append(16, '\x01');
    const std::uint64_t at = 60 + data_.size();
    header.append(reinterpret_cast<const char*>(&at), 8);
    return header + data_ + objects_.dump();
  }

 private:
  json objects_ = json::object();
  std::string data_;
};

json volume(Writer& writer, json axis_w) {
  const json geometry = writer.add({{"__class__", "VolumeGridGeometry"},
                                    {"origin", {10, 20, 30}},
                                    {"axis_u", {1, 0, 0}},
                                    {"axis_v", {0, 1, 0}},
                                    {"axis_w", std::move(axis_w)},
                                    {"tensor_u", {5, 10}},
                                    {"tensor_v", {4}},
                                    {"tensor_w", {1, 2, 3}}});
  const json grade = writer.add({{"__class__", "ScalarData"},
                                 {"name", "Au_ppm"},
                                 {"location", "cells"},
                                 {"array", writer.array({0, 1, 2, 10, 11, 12})}});
  const json words = writer.add({{"__class__", "StringArray"}, {"array", {"ore", "waste"}}});
  const json legend = writer.add({{"__class__", "Legend"}, {"name", "rock"}, {"values", words}});
  const json rock = writer.add({{"__class__", "MappedData"},
                                {"name", "rock"},
                                {"location", "cells"},
                                {"legends", json::array({legend})},
                                {"array", writer.array({0, 1, -1, 1, 0, 0}, "<i8")}});
  return writer.add({{"__class__", "VolumeElement"},
                     {"name", "Model"},
                     {"geometry", geometry},
                     {"data", json::array({grade, rock})}});
}

const BlockModel& blocks_of(const Loaded& loaded) { return std::get<BlockModel>(*loaded.dataset); }

TEST(Omf, VolumesRunAlongWFirst) {
  const TemporaryFolder folder;
  Writer writer;
  const json element = volume(writer, {0, 0, 1});
  const Loaded loaded = read_file(folder.write("a.omf", writer.bytes(json::array({element}))));
  const BlockModel& model = blocks_of(loaded);
  EXPECT_EQ(model.lattice.count, (std::array<std::uint32_t, 3>{2, 1, 3}));
  EXPECT_EQ(model.lattice.source_from_lattice.offset, (Vec3{1010, 20, 30}));  // with the project's origin
  EXPECT_EQ(model.lattice.edges[2], (std::vector<double>{0, 1, 3, 6}));
  const Numbers& au = *model.table.find("Au_ppm")->numbers();
  EXPECT_EQ(au[model.lattice.cell(0, 0, 2)], 2);
  EXPECT_EQ(au[model.lattice.cell(1, 0, 0)], 10);
  const Column& rock = *model.table.find("rock");
  EXPECT_EQ(rock.text(model.lattice.cell(0, 0, 1)), "waste");
  EXPECT_TRUE(rock.missing(model.lattice.cell(0, 0, 2)));
}

TEST(Omf, AxesThatRunDownAreTurnedRound) {
  const TemporaryFolder folder;
  Writer writer;
  const json element = volume(writer, {0, 0, -1});
  const Loaded loaded = read_file(folder.write("a.omf", writer.bytes(json::array({element}))));
  const BlockModel& model = blocks_of(loaded);
  EXPECT_EQ(model.lattice.source_from_lattice.offset, (Vec3{1010, 20, 24}));
  EXPECT_EQ(model.lattice.edges[2], (std::vector<double>{0, 3, 5, 6}));
  EXPECT_EQ((*model.table.find("Au_ppm")->numbers())[model.lattice.cell(0, 0, 2)], 0);
  EXPECT_EQ((*model.table.find("Au_ppm")->numbers())[model.lattice.cell(1, 0, 0)], 12);
}

TEST(Omf, WhatWillNotFitTheMemoryIsSaidBeforeItIsRead) {
  const TemporaryFolder folder;
  Writer writer;
  const json geometry = writer.add({{"__class__", "VolumeGridGeometry"},
                                    {"origin", {0, 0, 0}},
                                    {"axis_u", {1, 0, 0}},
                                    {"axis_v", {0, 1, 0}},
                                    {"axis_w", {0, 0, 1}},
                                    {"tensor_u", std::vector<double>(50, 5)},
                                    {"tensor_v", std::vector<double>(50, 5)},
                                    {"tensor_w", std::vector<double>(50, 5)}});
  const json grade = writer.add({{"__class__", "ScalarData"},
                                 {"name", "Au_ppm"},
                                 {"location", "cells"},
                                 {"array", writer.array(std::vector<double>(125'000, 1.5))}});
  const json element = writer.add(
      {{"__class__", "VolumeElement"}, {"name", "Model"}, {"geometry", geometry}, {"data", json::array({grade})}});
  const std::filesystem::path file = folder.write("a.omf", writer.bytes(json::array({element})));
  // 125,000 cells: 4 bytes kept, 24 while they are read: 3.5 MB.
  EXPECT_EQ(refusal(file, "3"), "1 attributes of 125,000 cells need 4 MB, there are 3 MB of memory");
  EXPECT_EQ(refusal(file, "4"), "");
}

TEST(Omf, BrokenFilesAreErrors) {
  Writer writer;
  const json element = volume(writer, {0, 0, 1});
  EXPECT_GT(break_file("a.omf", writer.bytes(json::array({element})), 60), 300);
}

TEST(Omf, Version2IsRefusedClearly) {
  LODE_NEEDS_SAMPLE("omf_v1_v2legacy");
  for (const char* file : {"omf_v1_v2legacy/test_file_v2alpha_python.omf", "omf_v2_rust/pyramid.omf"}) {
    try {
      read_file(sample(file));
      ADD_FAILURE() << file << " was read";
    } catch (const Error& error) {
      EXPECT_NE(error.what_happened().find("version 2"), std::string::npos);
    }
  }
}

double sum(const Numbers& numbers) {
  double total = 0;
  for (std::size_t row = 0; row < numbers.size(); ++row) total += numbers[row];
  return total;
}

TEST(Omf, SampleOfVersion1) {
  LODE_NEEDS_SAMPLE("omf_v1_v2legacy/test_file_v1.omf");
  Problems problems;
  const std::vector<Source> sources = recognise({sample("omf_v1_v2legacy/test_file_v1.omf")}, problems);
  ASSERT_EQ(sources.size(), 5U);
  std::map<std::string, Loaded> loaded;
  Progress progress;
  for (const Source& source : sources) {
    loaded[source.name] = load(source, progress);
    EXPECT_EQ(kind_of(*loaded[source.name].dataset), source.kind);
  }
  const BlockModel& model = blocks_of(loaded["vol"]);
  EXPECT_EQ(model.lattice.count, (std::array<std::uint32_t, 3>{10, 15, 20}));
  EXPECT_EQ(model.lattice.source_from_lattice.offset, (Vec3{10, 10, -10}));
  EXPECT_EQ(model.table.rows, 3000U);
  const Numbers& data = *model.table.find("Random Data")->numbers();
  EXPECT_NEAR(sum(data), 1530.9367541987015, 1e-9);
  EXPECT_EQ(data[model.lattice.cell(0, 0, 0)], 0.6690738153210025);
  EXPECT_EQ(data[model.lattice.cell(0, 0, 1)], 0.09117767621511763);
  EXPECT_EQ(data[model.lattice.cell(0, 1, 0)], 0.786117415429059);
  EXPECT_EQ(data[model.lattice.cell(1, 0, 0)], 0.23479909026717305);

  const auto& triangles = std::get<Surface>(*loaded["trisurf"].dataset);
  EXPECT_EQ(triangles.vertices_source.size(), 100U);
  EXPECT_EQ(triangles.triangles.size(), 50U);
  EXPECT_NEAR(sum(*triangles.vertex_attributes.columns.at(0).numbers()), 50.75148988068096, 1e-9);
  const auto& grid = std::get<Surface>(*loaded["gridsurf"].dataset);
  EXPECT_EQ(grid.vertices_source.size(), 176U);
  EXPECT_EQ(grid.triangles.size(), 300U);
  // Its axes are east and up, so that offsets go to the south: 50 - 0.379 at the second vertex.
  EXPECT_NEAR(grid.vertices_source[1].x, 51, 1e-12);
  EXPECT_NEAR(grid.vertices_source[1].y, 50 - 0.3790259286455182, 1e-12);
  EXPECT_NEAR(grid.vertices_source[1].z, 50, 1e-12);
  const auto& points = std::get<Points>(*loaded["Random Points"].dataset);
  EXPECT_EQ(points.positions_source.at(0), (Vec3{0.022818273948950307, 0.6018914284572072, 0.09682581726225747}));
  EXPECT_NEAR(sum(*points.table.columns.at(0).numbers()), 53.93333540451847, 1e-9);
  const auto& middles = std::get<Points>(*loaded["Random Line"].dataset);
  EXPECT_EQ(middles.positions_source.size(), 50U);
  EXPECT_NEAR(middles.positions_source[0].y, 0.80750901176727, 1e-12);
}

}  // namespace
}  // namespace lode::io
