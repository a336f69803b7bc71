#include "io/problems_csv.h"

#include <string>

#include "core/write_file.h"
#include "io/file_writer.h"

namespace lode::io {

namespace {

std::string cell(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? "\"\"" : std::string(1, c);
  return quoted + "\"";
}

}  // namespace

void write_problems_csv(const Problems& problems, const std::filesystem::path& file) {
  write_whole(file, [&](const std::filesystem::path& target) {
    FileWriter writer(target);
    writer.write("severity,check,file,line,hole,column,message,action,count\n");
    for (const Problem& problem : problems)
      writer.print("{},{},{},{},{},{},{},{},{}\n", name(problem.severity), problem.check, cell(problem.file),
                   problem.line == 0 ? std::string() : std::to_string(problem.line), cell(problem.hole),
                   cell(problem.column), cell(problem.message), cell(problem.action), problem.count);
    writer.close();
  });
}

}  // namespace lode::io
