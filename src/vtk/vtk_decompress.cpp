#include "vtk/vtk_decompress.h"

#include <vtkCallbackCommand.h>
#include <vtkCommand.h>
#include <vtkLZ4DataCompressor.h>
#include <vtkLZMADataCompressor.h>
#include <vtkNew.h>

namespace lode::vtk {

namespace {

template <typename Compressor>
bool decompress_by(std::string_view compressed, std::span<char> target) {
  vtkNew<Compressor> compressor;
  vtkNew<vtkCallbackCommand> silence;  // who listens to errors does not get them printed
  silence->SetCallback([](vtkObject*, unsigned long, void*, void*) {});
  compressor->AddObserver(vtkCommand::ErrorEvent, silence);
  compressor->AddObserver(vtkCommand::WarningEvent, silence);
  return compressor->Uncompress(reinterpret_cast<const unsigned char*>(compressed.data()), compressed.size(),
                                reinterpret_cast<unsigned char*>(target.data()), target.size()) == target.size();
}

}  // namespace

bool decompress(std::string_view compressor, std::string_view compressed, std::span<char> target) {
  if (compressor == "vtkLZ4DataCompressor") return decompress_by<vtkLZ4DataCompressor>(compressed, target);
  if (compressor == "vtkLZMADataCompressor") return decompress_by<vtkLZMADataCompressor>(compressed, target);
  return false;
}

}  // namespace lode::vtk
