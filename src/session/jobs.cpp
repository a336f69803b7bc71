#include "session/jobs.h"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <utility>

namespace lode {

namespace {

using Clock = std::chrono::steady_clock;

struct Job {
  std::string title;
  JobRunner::Work work;
  bool exclusive = false;
};

struct Running {
  std::string title;
  bool exclusive = false;
  Clock::time_point began;
  std::shared_ptr<Progress> progress;
};

using Finished = std::variant<std::function<void()>, Error>;

/// What the work gave; nothing when it was cancelled.
std::optional<Finished> run(const JobRunner::Work& work, Progress& progress) {
  try {
    return work(progress);
  } catch (const Cancelled&) {
    return std::nullopt;
  } catch (const Error& error) {
    return error;
  } catch (const std::bad_alloc&) {
    return Error("there is not enough memory", "close other programs, or open fewer or smaller files");
  } catch (const std::exception& failure) {
    return Error(std::string("something went wrong inside Lode: ") + failure.what(), "please report this");
  }
}

}  // namespace

struct JobRunner::State {
  std::function<void()> wake;
  mutable std::mutex mutex;
  std::condition_variable changed;
  std::deque<Job> exclusive;  ///< in the order of their submission
  std::optional<Job> newest;  ///< the one that a later submission replaces
  std::optional<Running> running;
  std::optional<Finished> finished;  ///< to be delivered before the next starts
  bool closing = false;
  std::thread worker;

  bool waiting() const { return !exclusive.empty() || newest.has_value(); }

  Job take_next() {
    if (exclusive.empty()) return *std::exchange(newest, std::nullopt);
    Job job = std::move(exclusive.front());
    exclusive.pop_front();
    return job;
  }

  void work() {
    std::unique_lock lock(mutex);
    while (true) {
      changed.wait(lock, [&] { return closing || (waiting() && !finished); });
      if (closing) return;
      Job job = take_next();
      const auto progress = std::make_shared<Progress>();
      running = Running{job.title, job.exclusive, Clock::now(), progress};
      lock.unlock();
      std::optional<Finished> result = lode::run(job.work, *progress);
      job = {};  // what the work holds is let go of on this thread
      lock.lock();
      running.reset();
      finished = std::move(result);
      if (closing) return;
      lock.unlock();
      wake();
      lock.lock();
    }
  }
};

JobRunner::JobRunner(std::function<void()> wake) : state_(std::make_unique<State>()) {
  state_->wake = std::move(wake);
  state_->worker = std::thread([state = state_.get()] { state->work(); });
}

JobRunner::~JobRunner() {
  {
    const std::lock_guard lock(state_->mutex);
    state_->closing = true;
    if (state_->running) state_->running->progress->cancel();
  }
  state_->changed.notify_all();
  state_->worker.join();
}

void JobRunner::submit(std::string title, Work work, bool exclusive) {
  std::optional<Job> replaced;
  {
    const std::lock_guard lock(state_->mutex);
    Job job{std::move(title), std::move(work), exclusive};
    if (exclusive)
      state_->exclusive.push_back(std::move(job));
    else
      replaced = std::exchange(state_->newest, std::move(job));
  }
  state_->changed.notify_all();
}

void JobRunner::deliver(const std::function<void(const Error&)>& on_error) {
  std::optional<Finished> finished;
  {
    const std::lock_guard lock(state_->mutex);
    finished = std::exchange(state_->finished, std::nullopt);
  }
  if (!finished) return;
  state_->changed.notify_all();
  if (const auto* error = std::get_if<Error>(&*finished))
    on_error(*error);
  else if (const auto& continuation = std::get<std::function<void()>>(*finished))
    continuation();
}

void JobRunner::cancel() {
  const std::lock_guard lock(state_->mutex);
  if (state_->running) state_->running->progress->cancel();
}

std::optional<JobRunner::Status> JobRunner::status() const {
  const std::lock_guard lock(state_->mutex);
  if (!state_->running) return std::nullopt;
  const Running& running = *state_->running;
  return Status{running.title, running.progress->step(), running.progress->share(),
                std::chrono::duration<double>(Clock::now() - running.began).count(), running.exclusive};
}

bool JobRunner::idle() const {
  const std::lock_guard lock(state_->mutex);
  return !state_->running && !state_->finished && !state_->waiting();
}

}  // namespace lode
