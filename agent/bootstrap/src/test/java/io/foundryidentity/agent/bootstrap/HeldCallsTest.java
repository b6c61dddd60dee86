package io.foundryidentity.agent.bootstrap;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class HeldCallsTest {

  private volatile boolean exhausted;

  private final HeldCalls calls =
      new HeldCalls(
          task -> {
            if (exhausted) {
              throw new OutOfMemoryError("unable to create native thread");
            }
            return DetachedThread.daemon(task, "test");
          });

  @Test
  void where_no_thread_can_be_started_a_call_is_made_on_the_thread_at_hand_and_later_ones_too()
      throws Exception {
    exhausted = true;
    assertThat(madeOn()).isSameAs(Thread.currentThread());
    assertThat(madeOn()).isSameAs(Thread.currentThread());
    exhausted = false;
    assertThat(madeOn()).isNotSameAs(Thread.currentThread());
  }

  @Test
  void a_thread_that_is_there_makes_calls_while_no_other_can_be_started() throws Exception {
    FutureTask<Thread> first = new FutureTask<>(Thread::currentThread);
    calls.add(
        () -> {
          exhausted = true;
          first.run();
        });
    Thread made = first.get(20, SECONDS);
    assertThat(made).isNotSameAs(Thread.currentThread());
    FutureTask<Thread> second = new FutureTask<>(Thread::currentThread);
    calls.add(second);
    assertThat(second.get(20, SECONDS)).isNotNull();
  }

  private Thread madeOn() throws Exception {
    FutureTask<Thread> call = new FutureTask<>(Thread::currentThread);
    calls.add(call);
    return call.get(20, SECONDS);
  }
}
