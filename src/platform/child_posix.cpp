// Helper programs on Linux and macOS.
#ifndef _WIN32

#include <fcntl.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fstream>
#include <mutex>
#include <optional>
#include <thread>

#include "platform/child_watch.h"

#ifdef __linux__
#include <sys/prctl.h>
#endif
#ifdef __APPLE__
#include <libproc.h>
#endif

namespace lode::platform {

namespace {

constexpr int not_executed = 127;

/// A started child and the pipe from it; both end with the object.
class Child {
 public:
  Child(const std::filesystem::path& program, const std::vector<std::string>& arguments, const ChildLimits& limits) {
    std::vector<const char*> argv{program.c_str()};
    for (const std::string& argument : arguments) argv.push_back(argument.c_str());
    argv.push_back(nullptr);
    // A child forked by another thread between pipe() and fcntl() would keep the pipe open.
    static std::mutex starting;
    const std::lock_guard lock(starting);
    std::array<int, 2> ends{};
    if (pipe(ends.data()) != 0) throw_not_started(program, std::strerror(errno));
    from_child_ = ends[0];
    for (const int end : ends) fcntl(end, F_SETFD, FD_CLOEXEC);
    const pid_t parent = getpid();
    process_ = fork();
    if (process_ == 0) become(argv.data(), ends[1], parent, limits);
    const int failure = errno;
    close(ends[1]);
    if (process_ > 0) return;
    close(from_child_);
    throw_not_started(program, std::strerror(failure));
  }

  ~Child() {
    if (!status_) {
      kill(process_, SIGKILL);
      waitpid(process_, nullptr, 0);
    }
    close(from_child_);
  }

  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  /// Appends what has arrived within the time; false when the pipe is at its end.
  bool read_some(std::string& output, int milliseconds) const {
    pollfd waiting{from_child_, POLLIN, 0};
    if (poll(&waiting, 1, milliseconds) <= 0) return true;
    std::array<char, 65536> bytes{};
    const ssize_t count = read(from_child_, bytes.data(), bytes.size());
    if (count > 0) output.append(bytes.data(), static_cast<std::size_t>(count));
    return count > 0 || (count < 0 && errno == EINTR);
  }

  bool has_ended() {
    int status = 0;
    if (!status_ && waitpid(process_, &status, WNOHANG) == process_) status_ = status;
    return status_.has_value();
  }

  int status() const { return *status_; }

  std::uint64_t resident_bytes() const {
#ifdef __APPLE__
    rusage_info_v2 usage{};
    if (proc_pid_rusage(process_, RUSAGE_INFO_V2, reinterpret_cast<rusage_info_t*>(&usage)) != 0) return 0;
    return usage.ri_resident_size;
#else
    std::ifstream file("/proc/" + std::to_string(process_) + "/statm");
    std::uint64_t virtual_pages = 0, resident_pages = 0;
    file >> virtual_pages >> resident_pages;
    return resident_pages * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
#endif
  }

 private:
  /// In the forked process, where only async-signal-safe functions may be called.
  [[noreturn]] static void become(const char* const* argv, int to_parent, pid_t parent, const ChildLimits& limits) {
    setpgid(0, 0);  // so that Ctrl-C reaches the parent alone, which then cancels
#ifdef __linux__
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) _exit(not_executed);
    // Where memory runs out before the limit is seen, the child goes first.
    if (const int score = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC); score >= 0)
      if (write(score, "1000", 4) < 0) close(score);
#else
    static_cast<void>(parent);
#endif
    // Should the parent be killed, a child that hangs ends all the same.
    const auto seconds = static_cast<rlim_t>(limits.time.count() / 1000 + 1);
    const rlimit processor_time{seconds, seconds + 5}, no_core{0, 0};
    setrlimit(RLIMIT_CPU, &processor_time);
    setrlimit(RLIMIT_CORE, &no_core);
    const int null = open("/dev/null", O_RDWR);
    dup2(null, STDIN_FILENO);
    dup2(to_parent, STDOUT_FILENO);
    dup2(null, STDERR_FILENO);
    execv(argv[0], const_cast<char* const*>(argv));
    _exit(not_executed);
  }

  pid_t process_ = -1;
  int from_child_ = -1;
  std::optional<int> status_;
};

}  // namespace

ChildResult run_child(const std::filesystem::path& program, const std::vector<std::string>& utf8_arguments,
                      const ChildLimits& limits, Progress& progress) {
  check_program(program);
  ChildResult result;
  const ChildWatch watch(limits, progress);
  Child child(program, utf8_arguments, limits);
  for (bool open = true; open || !child.has_ended();) {
    if (open)
      open = child.read_some(result.output, ChildWatch::poll_milliseconds);
    else
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    if (watch.is_over(child.resident_bytes(), result)) return result;
  }
  if (WIFSIGNALED(child.status())) {
    result.end = ChildEnd::crashed;
    result.crashed_how = strsignal(WTERMSIG(child.status()));
  } else {
    result.exit_code = WEXITSTATUS(child.status());
    if (result.exit_code == not_executed) throw_not_started(program, "it is no program of this machine");
  }
  return result;
}

std::FILE* output_to_parent() {
  std::FILE* stream = fdopen(dup(STDOUT_FILENO), "wb");
  const int null = open("/dev/null", O_WRONLY | O_CLOEXEC);
  dup2(null, STDOUT_FILENO);
  close(null);
  return stream;
}

}  // namespace lode::platform

#endif
