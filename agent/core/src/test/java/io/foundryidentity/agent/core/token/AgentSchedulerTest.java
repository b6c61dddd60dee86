package io.foundryidentity.agent.core.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AgentSchedulerTest {

  private final AgentScheduler scheduler = new AgentScheduler();

  @Test
  void tasks_run_on_daemon_threads_of_the_agents_name_and_loader() throws Exception {
    FutureTask<Thread> ran = new FutureTask<>(Thread::currentThread);
    FutureTask<ClassLoader> loader =
        new FutureTask<>(() -> Thread.currentThread().getContextClassLoader());
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    Thread.currentThread().setContextClassLoader(new ClassLoader("application", null) {});
    try {
      scheduler.execute(ran);
      scheduler.schedule(loader, 1);
      assertThat(loader.get()).isSameAs(AgentScheduler.class.getClassLoader());
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
    assertThat(ran.get().isDaemon()).isTrue();
    assertThat(ran.get().getName()).startsWith("foundry-identity-");
  }

  @Test
  void nothing_of_the_calling_threads_inheritable_locals_is_taken_over() throws Exception {
    InheritableThreadLocal<String> users = new InheritableThreadLocal<>();
    users.set("the application's user");
    FutureTask<String> seen = new FutureTask<>(users::get);
    FutureTask<String> seenLater = new FutureTask<>(users::get);
    scheduler.execute(seen);
    scheduler.schedule(seenLater, 1);
    assertThat(seen.get()).isNull();
    assertThat(seenLater.get()).isNull();
  }

  @Test
  void tasks_that_block_delay_no_other() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    for (int i = 0; i < 8; i++) {
      scheduler.schedule(new FutureTask<>(() -> never.await(1, TimeUnit.HOURS)), 0);
    }
    FutureTask<String> timed = new FutureTask<>(() -> "ran");
    FutureTask<String> soon = new FutureTask<>(() -> "ran");
    scheduler.schedule(timed, 1);
    scheduler.execute(soon);
    assertThat(timed.get()).isEqualTo("ran");
    assertThat(soon.get()).isEqualTo("ran");
    never.countDown();
  }

  @Test
  void a_task_that_throws_does_not_end_the_scheduler() throws Exception {
    scheduler.execute(
        () -> {
          throw new IllegalStateException("on purpose");
        });
    scheduler.schedule(
        () -> {
          throw new StackOverflowError("on purpose");
        },
        0);
    FutureTask<String> after = new FutureTask<>(() -> "ran");
    scheduler.schedule(after, 1);
    assertThat(after.get()).isEqualTo("ran");
  }

  @Test
  void a_cancelled_task_does_not_run() throws Exception {
    FutureTask<String> cancelled;
    Future<?> timer;
    do { // Until this thread cancels it before its time
      cancelled = new FutureTask<>(() -> "ran");
      timer = scheduler.schedule(cancelled, 50);
    } while (!timer.cancel(false));
    FutureTask<String> later = new FutureTask<>(() -> "ran");
    scheduler.schedule(later, 100);
    later.get();
    assertThat(cancelled.isDone()).isFalse();
  }
}
