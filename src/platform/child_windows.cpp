// Helper programs on Windows.
#ifdef _WIN32

#ifndef NOMINMAX
#define NOMINMAX
#endif
#include <fcntl.h>
#include <fmt/format.h>
#include <io.h>
#include <windows.h>
// After windows.h, whose types it needs.
#include <psapi.h>

#include <array>

#include "core/text.h"
#include "platform/child_watch.h"

namespace lode::platform {

namespace {

struct Handle {
  HANDLE value = nullptr;
  ~Handle() {
    if (value != nullptr && value != INVALID_HANDLE_VALUE) CloseHandle(value);
  }
};

/// As CommandLineToArgvW takes it apart again.
std::wstring quoted(const std::wstring& argument) {
  std::wstring text = L"\"";
  std::size_t backslashes = 0;
  for (const wchar_t c : argument) {
    if (c == L'"') text.append(backslashes + 1, L'\\');
    backslashes = c == L'\\' ? backslashes + 1 : 0;
    text += c;
  }
  text.append(backslashes, L'\\');
  return text + L'"';
}

/// A started child in a job that ends with the object.
class Child {
 public:
  Child(const std::filesystem::path& program, const std::vector<std::string>& arguments) {
    SECURITY_ATTRIBUTES inherited{sizeof(SECURITY_ATTRIBUTES), nullptr, TRUE};
    Handle to_parent, null;
    if (!CreatePipe(&from_child_.value, &to_parent.value, &inherited, 0)) fail(program);
    SetHandleInformation(from_child_.value, HANDLE_FLAG_INHERIT, 0);
    null.value = CreateFileW(L"NUL", GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE, &inherited,
                             OPEN_EXISTING, 0, nullptr);
    std::wstring line = quoted(program.wstring());
    for (const std::string& argument : arguments) line += L' ' + quoted(path_from_utf8(argument).wstring());
    STARTUPINFOW start{};
    start.cb = sizeof start;
    start.dwFlags = STARTF_USESTDHANDLES;
    start.hStdInput = start.hStdError = null.value;
    start.hStdOutput = to_parent.value;
    PROCESS_INFORMATION started{};
    job_.value = CreateJobObjectW(nullptr, nullptr);
    JOBOBJECT_EXTENDED_LIMIT_INFORMATION limits{};
    limits.BasicLimitInformation.LimitFlags =
        JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE | JOB_OBJECT_LIMIT_DIE_ON_UNHANDLED_EXCEPTION;
    SetInformationJobObject(job_.value, JobObjectExtendedLimitInformation, &limits, sizeof limits);
    const DWORD flags = CREATE_SUSPENDED | CREATE_NO_WINDOW;
    if (!CreateProcessW(program.c_str(), line.data(), nullptr, nullptr, TRUE, flags, nullptr, nullptr, &start,
                        &started))
      fail(program);
    process_.value = started.hProcess;
    AssignProcessToJobObject(job_.value, process_.value);
    ResumeThread(started.hThread);
    CloseHandle(started.hThread);
  }

  /// Appends what has arrived; false when the pipe is at its end.
  bool read_some(std::string& output, DWORD milliseconds) const {
    DWORD available = 0, count = 0;
    if (!PeekNamedPipe(from_child_.value, nullptr, 0, nullptr, &available, nullptr)) return false;
    if (available == 0) {
      WaitForSingleObject(process_.value, milliseconds);
      return true;
    }
    std::array<char, 65536> bytes{};
    if (!ReadFile(from_child_.value, bytes.data(), static_cast<DWORD>(bytes.size()), &count, nullptr)) return false;
    output.append(bytes.data(), count);
    return true;
  }

  bool has_ended() const { return WaitForSingleObject(process_.value, 1) == WAIT_OBJECT_0; }

  DWORD exit_code() const {
    DWORD code = 1;
    GetExitCodeProcess(process_.value, &code);
    return code;
  }

  std::uint64_t resident_bytes() const {
    PROCESS_MEMORY_COUNTERS counters{};
    return K32GetProcessMemoryInfo(process_.value, &counters, sizeof counters) ? counters.WorkingSetSize : 0;
  }

 private:
  [[noreturn]] static void fail(const std::filesystem::path& program) {
    throw_not_started(program, std::error_code(static_cast<int>(GetLastError()), std::system_category()).message());
  }

  Handle job_, process_, from_child_;
};

}  // namespace

ChildResult run_child(const std::filesystem::path& program, const std::vector<std::string>& utf8_arguments,
                      const ChildLimits& limits, Progress& progress) {
  check_program(program);
  ChildResult result;
  const ChildWatch watch(limits, progress);
  const Child child(program, utf8_arguments);
  for (bool open = true; open || !child.has_ended();) {
    if (open) open = child.read_some(result.output, ChildWatch::poll_milliseconds);
    if (watch.is_over(child.resident_bytes(), result)) return result;
  }
  constexpr DWORD first_exception = 0xC0000000;
  if (child.exit_code() >= first_exception) {
    result.end = ChildEnd::crashed;
    result.crashed_how = fmt::format("exception {:#x}", child.exit_code());
  } else {
    result.exit_code = static_cast<int>(child.exit_code());
  }
  return result;
}

std::FILE* output_to_parent() {
  const int copy = _dup(_fileno(stdout));
  _setmode(copy, _O_BINARY);
  static_cast<void>(std::freopen("NUL", "w", stdout));
  return _fdopen(copy, "wb");
}

}  // namespace lode::platform

#endif
