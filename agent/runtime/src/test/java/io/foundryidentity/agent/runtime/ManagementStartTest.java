package io.foundryidentity.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.core.token.Scheduler;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** When the MXBeans are registered. */
class ManagementStartTest {

  private final Deque<Runnable> planned = new ArrayDeque<>();
  private boolean serverIsThere;
  private boolean mainHasBegun = true;
  private int registered;

  private final ManagementStart start =
      new ManagementStart(
          new Planned(), () -> serverIsThere, () -> mainHasBegun, () -> registered++);

  private void looks(int times) {
    for (int i = 0; i < times; i++) {
      planned.remove().run();
    }
  }

  @Test
  void nothing_happens_at_once() {
    serverIsThere = true;
    start.lookLater();
    assertThat(registered).isZero();
    assertThat(planned).hasSize(1);
  }

  @Test
  void where_a_server_is_there_it_is_used_at_the_first_look() {
    serverIsThere = true;
    start.lookLater();
    looks(1);
    assertThat(registered).isEqualTo(1);
    assertThat(planned).isEmpty();
  }

  @Test
  void a_server_that_comes_later_is_used_when_it_comes() {
    start.lookLater();
    looks(2);
    serverIsThere = true;
    looks(1);
    assertThat(registered).isEqualTo(1);
    assertThat(planned).isEmpty();
  }

  @Test
  void without_a_server_the_agent_makes_one_at_the_last_look_and_once() {
    start.lookLater();
    looks(ManagementStart.LOOKS - 1);
    assertThat(registered).isZero();
    looks(1);
    assertThat(registered).isEqualTo(1);
    assertThat(planned).isEmpty();
  }

  @Test
  void nothing_is_registered_before_main_however_long_that_takes() {
    mainHasBegun = false;
    serverIsThere = true;
    start.lookLater();
    looks(100);
    assertThat(registered).isZero();

    mainHasBegun = true;
    looks(1);
    assertThat(registered).isEqualTo(1);
  }

  @Test
  void another_premain_starts_the_time_anew() {
    start.lookLater();
    looks(ManagementStart.LOOKS - 1);
    mainHasBegun = false;
    looks(1);
    mainHasBegun = true;
    looks(ManagementStart.LOOKS - 1);
    assertThat(registered).isZero();
    looks(1);
    assertThat(registered).isEqualTo(1);
  }

  @Test
  void a_java_without_jmx_is_left_alone() {
    ManagementStart none =
        new ManagementStart(
            new Planned(),
            () -> {
              throw new NoClassDefFoundError("javax/management/MBeanServer");
            },
            () -> true,
            () -> registered++);
    none.lookLater();
    looks(1);
    assertThat(registered).isZero();
    assertThat(planned).isEmpty();
  }

  @Test
  void a_premain_is_known_by_the_stack_of_the_main_thread() {
    StackTraceElement premain =
        new StackTraceElement(
            "sun.instrument.InstrumentationImpl", "loadClassAndCallPremain", null, 1);
    StackTraceElement main = new StackTraceElement("App", "main", null, 1);

    assertThat(MainThread.isPastPremain(new StackTraceElement[] {main, premain})).isFalse();
    assertThat(MainThread.isPastPremain(new StackTraceElement[] {main})).isTrue();
    assertThat(MainThread.isPastPremain()).isTrue();
  }

  private final class Planned implements Scheduler {

    @Override
    public void execute(Runnable task) {
      throw new AssertionError("a look is never made at once");
    }

    @Override
    public Future<?> schedule(Runnable task, long delayMillis) {
      planned.add(task);
      return new CompletableFuture<Void>();
    }
  }
}
