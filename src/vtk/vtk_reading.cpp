#include "vtk/vtk_reading.h"

#include <fmt/format.h>
#include <vtkCallbackCommand.h>
#include <vtkCommand.h>
#include <vtkDataArraySelection.h>
#include <vtkDataSet.h>
#include <vtkExecutive.h>
#include <vtkLogger.h>
#include <vtkNew.h>
#include <vtkObjectFactory.h>
#include <vtkOutputWindow.h>
#include <vtkXMLImageDataReader.h>
#include <vtkXMLPolyDataReader.h>
#include <vtkXMLRectilinearGridReader.h>
#include <vtkXMLUnstructuredGridReader.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <new>

#include "core/error.h"
#include "core/text.h"

namespace lode::vtk {

namespace {

namespace fs = std::filesystem;

constexpr double max_zip_ratio = 1100;  // deflate reaches 1032; LZ4 and LZMA of what is no constant stay below

/// The XML before the appended data.
std::string header_text(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) throw Error("the file cannot be opened", "check that you may read it", {file});
  std::string text, line;
  while (std::getline(stream, line)) {
    text += line.substr(0, 4096) + "\n";  // inline data follows its tag on lines of its own
    if (line.find("<AppendedData") != std::string::npos || text.size() > (std::size_t{64} << 20)) break;
  }
  return text;
}

/// The values of an attribute, wherever it stands.
std::vector<std::string_view> values_of(std::string_view text, std::string_view attribute) {
  std::vector<std::string_view> values;
  const std::string key = fmt::format(" {}=\"", attribute);
  for (std::size_t at = text.find(key); at != std::string_view::npos; at = text.find(key, at)) {
    at += key.size();
    values.push_back(text.substr(at, text.find('"', at) - at));
  }
  return values;
}

double number(std::string_view text) { return std::strtod(std::string(text.substr(0, 40)).c_str(), nullptr); }

/// Points or cells of a "0 3 0 2 0 2".
double size_of_extent(std::string_view extent) {
  double size = 1;
  const std::string text(extent.substr(0, 200));
  const char* at = text.c_str();
  for (int axis = 0; axis < 3; ++axis) {
    char* end = nullptr;
    const double first = std::strtod(at, &end);
    const double last = std::strtod(end, &end);
    size *= std::max(1.0, last - first + 1);
    at = end;
  }
  return size;
}

/// VTK reads beyond its own buffers in some files that end early.
void check_end(const fs::path& file) {
  constexpr std::streamoff most = 4096;
  std::ifstream stream(file, std::ios::binary | std::ios::ate);
  const auto size = static_cast<std::streamoff>(stream.tellg());
  std::string end(static_cast<std::size_t>(std::min(size, most)), '\0');
  stream.seekg(size - static_cast<std::streamoff>(end.size()));
  stream.read(end.data(), static_cast<std::streamsize>(end.size()));
  if (end.find("</VTKFile>") == std::string::npos)
    throw Error("the file ends before its last tag, </VTKFile>", "the file is cut off: copy or export it again", {file});
}

/// VTK takes an array of a type it does not know for none, and goes on with it.
void check_types(std::string_view header, const fs::path& file) {
  static constexpr std::array<std::string_view, 12> known{"Int8",  "UInt8", "Int16", "UInt16",  "Int32",   "UInt32",
                                                          "Int64", "UInt64", "Float32", "Float64", "String", "Bit"};
  for (const std::string_view tag : {"<DataArray ", "<Array ", "<PDataArray "})
    for (std::size_t at = header.find(tag); at != std::string_view::npos; at = header.find(tag, at + 1)) {
      const std::string_view text = header.substr(at, header.find('>', at) - at);
      for (const std::string_view type : values_of(text, "type"))
        if (std::ranges::find(known, type) == known.end())
          throw Error(fmt::format("an array of the file is of type \"{:.40}\"", type),
                      "the file is damaged: export it again", {file});
    }
}

/// The greatest count of anything that the header states.
double most_tuples(std::string_view header) {
  double tuples = 0;
  for (const char* attribute : {"NumberOfPoints", "NumberOfCells", "NumberOfVerts", "NumberOfLines", "NumberOfStrips",
                                "NumberOfPolys", "NumberOfTuples"})
    for (const std::string_view value : values_of(header, attribute))
      tuples = std::max(tuples, std::abs(number(value)));
  for (const char* attribute : {"WholeExtent", "Extent"})
    for (const std::string_view extent : values_of(header, attribute))
      tuples = std::max(tuples, size_of_extent(extent));
  return tuples;
}

/// Refuses counts that the file cannot hold before VTK allocates for them.
void check_counts(const fs::path& file) {
  const std::string text = header_text(file);
  if (text.find("<VTKFile") == std::string::npos)
    throw Error("the file is no VTK XML file", "export it from ParaView or VTK again", {file});
  check_types(text, file);
  check_end(file);
  const double tuples = most_tuples(text);
  double components = 1;
  for (const std::string_view value : values_of(text, "NumberOfComponents"))
    components = std::max(components, std::abs(number(value)));
  const double bound = max_zip_ratio * static_cast<double>(fs::file_size(file));
  if (!(tuples * std::min(components, 1e9) <= bound))
    throw Error(fmt::format("the file states {} elements, more than its {} bytes can hold", grouped(tuples),
                            grouped(static_cast<double>(fs::file_size(file)))),
                "the file is damaged or cut off: export it again", {file});
}

struct Watch {
  Progress* progress;
  std::string message;
};

/// Takes what VTK would print: not every class of it tells an observer.
class QuietOutput : public vtkOutputWindow {
 public:
  static QuietOutput* New() { VTK_STANDARD_NEW_BODY(QuietOutput); }
  void DisplayText(const char* /*text*/) override {}
  void DisplayErrorText(const char* text) override {
    if (message.empty()) message = text;
  }
  std::string message;
};

/// VTK keeps silent while it lives.
class Quiet {
 public:
  Quiet() : window_(vtkOutputWindow::GetInstance()), verbosity_(vtkLogger::GetCurrentVerbosityCutoff()) {
    vtkLogger::SetStderrVerbosity(vtkLogger::VERBOSITY_OFF);
    vtkOutputWindow::SetInstance(output_);
  }
  ~Quiet() {
    vtkOutputWindow::SetInstance(window_);
    vtkLogger::SetStderrVerbosity(verbosity_);
  }
  Quiet(const Quiet&) = delete;
  Quiet& operator=(const Quiet&) = delete;
  const std::string& message() const { return output_->message; }

 private:
  vtkSmartPointer<vtkOutputWindow> window_;
  vtkLogger::Verbosity verbosity_;
  vtkNew<QuietOutput> output_;
};

void on_event(vtkObject* caller, unsigned long event, void* data, void* call_data) {
  auto& watch = *static_cast<Watch*>(data);
  if (event == vtkCommand::ErrorEvent || event == vtkCommand::WarningEvent) {
    if (event == vtkCommand::ErrorEvent && watch.message.empty() && call_data != nullptr)
      watch.message = static_cast<const char*>(call_data);
    return;
  }
  auto* algorithm = vtkAlgorithm::SafeDownCast(caller);
  if (algorithm == nullptr) return;
  watch.progress->report(algorithm->GetProgress());
  if (watch.progress->cancelled()) algorithm->SetAbortExecute(1);
}

/// The last line of VTK's message, without where in its sources it arose.
std::string short_message(std::string message) {
  while (!message.empty() && (message.back() == '\n' || message.back() == ' ')) message.pop_back();
  const std::size_t begin = message.find("): ");
  if (begin != std::string::npos) message = message.substr(begin + 3);
  for (char& c : message)
    if (c == '\n') c = ' ';
  return message.substr(0, 120);
}

vtkSmartPointer<vtkXMLReader> reader_of(FileKind kind) {
  switch (kind) {
    case FileKind::image:
      return vtkSmartPointer<vtkXMLImageDataReader>::New();
    case FileKind::rectilinear:
      return vtkSmartPointer<vtkXMLRectilinearGridReader>::New();
    case FileKind::unstructured:
      return vtkSmartPointer<vtkXMLUnstructuredGridReader>::New();
    case FileKind::poly_data:
      break;
  }
  return vtkSmartPointer<vtkXMLPolyDataReader>::New();
}

}  // namespace

double bytes_stated(const fs::path& file) {
  const std::string header = header_text(file);
  const double tuples = most_tuples(header);
  double bytes = 0;
  constexpr std::string_view tag = "<DataArray ";
  for (std::size_t at = header.find(tag); at != std::string::npos; at = header.find(tag, at + 1)) {
    const std::string_view text = std::string_view(header).substr(at, header.find('>', at) - at);
    const auto first = [&](std::string_view attribute) {
      const std::vector<std::string_view> values = values_of(text, attribute);
      return values.empty() ? std::string_view() : values.front();
    };
    const std::string_view type = first("type");
    const double value = type.ends_with("8") ? 1 : type.ends_with("16") ? 2 : type.ends_with("32") ? 4 : 8;
    const double components = std::max(1.0, number(first("NumberOfComponents")));
    bytes += value * components * (first("NumberOfTuples").empty() ? tuples : number(first("NumberOfTuples")));
  }
  return bytes;
}

vtkSmartPointer<vtkDataSet> read_data_set(const fs::path& file, FileKind kind, bool with_arrays, Progress& progress) {
  check_counts(file);
  progress.check();
  Watch watch{&progress, {}};
  const Quiet quiet;
  vtkNew<vtkCallbackCommand> observer;
  observer->SetCallback(on_event);
  observer->SetClientData(&watch);
  const vtkSmartPointer<vtkXMLReader> reader = reader_of(kind);
  reader->SetFileName(utf8(file).c_str());
  reader->SetReaderErrorObserver(observer);
  reader->SetParserErrorObserver(observer);
  for (const unsigned long event : {vtkCommand::ErrorEvent, vtkCommand::WarningEvent, vtkCommand::ProgressEvent})
    reader->AddObserver(event, observer);
  reader->GetExecutive()->AddObserver(vtkCommand::ErrorEvent, observer);
  try {
    reader->UpdateInformation();
    if (!with_arrays) {
      reader->GetCellDataArraySelection()->DisableAllArrays();
      reader->GetPointDataArraySelection()->DisableAllArrays();
    }
    if (watch.message.empty()) reader->Update();
  } catch (const std::bad_alloc&) {
    throw Error("the file needs more memory than there is", "export a part of it, or fewer attributes", {file});
  }
  if (watch.message.empty()) watch.message = quiet.message();
  progress.check();
  vtkDataSet* data = vtkDataSet::SafeDownCast(reader->GetOutputDataObject(0));
  if (!watch.message.empty() || data == nullptr)
    throw Error(watch.message.empty() ? "VTK cannot read the file" : "VTK says: " + short_message(watch.message),
                "the file is damaged or cut off: export it again", {file});
  return data;
}

}  // namespace lode::vtk
