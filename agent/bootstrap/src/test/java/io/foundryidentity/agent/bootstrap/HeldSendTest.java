package io.foundryidentity.agent.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HeldSendTest {

  /** As a client's own. */
  public interface Listener {
    void handleEvent(Object channel);
  }

  private final Deque<Runnable> ioThread = new ArrayDeque<>();
  private final HeldSend held = HeldSend.of(this);
  private final Listener listener = (Listener) held.listener(Listener.class);
  private int calls;
  private boolean resumed;

  void send() {
    calls++;
    resumed = HeldSend.isResumed(this);
    assertThat(HeldSend.isResumed("another request")).isFalse();
  }

  @Test
  void the_first_event_makes_the_call_once_and_on_the_io_thread() {
    held.begin(call(), ioThread::add);
    assertThat(ioThread).isEmpty();
    listener.handleEvent("token");
    listener.handleEvent("closed");
    assertThat(calls).as("in the listener").isZero();
    ioThread.forEach(Runnable::run);
    assertThat(calls).isEqualTo(1);
    assertThat(resumed).as("in the call").isTrue();
    assertThat(HeldSend.isResumed(this)).as("afterwards").isFalse();
  }

  @Test
  void an_event_before_the_call_is_given_is_not_lost() {
    held.run();
    held.begin(call(), ioThread::add);
    ioThread.forEach(Runnable::run);
    assertThat(calls).isEqualTo(1);
  }

  @Test
  void a_client_that_has_stopped_gets_its_call_at_once() {
    held.begin(
        call(),
        task -> {
          throw new RejectedExecutionException();
        });
    held.run();
    assertThat(calls).isEqualTo(1);
  }

  @Test
  void only_a_request_whose_token_is_late_is_held() throws Exception {
    LateTarget late = new LateTarget();
    TargetedRequest request = new TargetedRequest(late, true, "localhost", 443, "/");
    assertThat(HeldSend.of(request, this, null)).isNull();
    late.deferring = true;
    HeldSend second = HeldSend.of(request, this, null);
    assertThat(second).isNotNull();
    second.begin(call(), ioThread::add);
    late.whenSettled.run();
    ioThread.forEach(Runnable::run);
    assertThat(calls).isEqualTo(1);
  }

  @Test
  void the_listener_is_an_object_like_any_other() {
    Object other = held.listener(Listener.class);
    assertThat(listener.equals(listener)).isTrue();
    assertThat(listener.equals(other)).isFalse();
    assertThat(listener.hashCode()).isEqualTo(System.identityHashCode(listener));
    assertThat(listener).hasToString("foundry-identity");
    held.begin(call(), ioThread::add);
    assertThat(ioThread).as("none of these is an event").isEmpty();
  }

  private MethodHandle call() {
    try {
      return MethodHandles.lookup()
          .findVirtual(HeldSendTest.class, "send", MethodType.methodType(void.class))
          .bindTo(this);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class LateTarget extends TestedTarget {
    boolean deferring;
    Runnable whenSettled = () -> {};

    @Override
    public boolean defer(@Nullable String path, @Nullable String existing, Runnable settled) {
      whenSettled = settled;
      return deferring;
    }
  }
}
