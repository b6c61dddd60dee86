package io.foundryidentity.agent.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.ref.WeakReference;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
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
  void a_call_that_follows_another_is_made_after_it_and_once() {
    HeldSend second = HeldSend.of("second");
    List<String> made = new ArrayList<>();
    held.begin(adding(made, "first"), ioThread::add);
    assertThat(HeldSend.follow(listener, second)).isTrue();
    second.begin(adding(made, "second"), ioThread::add);
    listener.handleEvent("handshake");
    listener.handleEvent("handshake");
    second.run();
    ioThread.forEach(Runnable::run);
    assertThat(made).containsExactly("first", "second");
  }

  @Test
  void a_call_that_follows_one_that_is_over_is_made_at_once() {
    held.run();
    HeldSend second = HeldSend.of("second");
    second.begin(call(), ioThread::add);
    assertThat(HeldSend.follow(listener, second)).isTrue();
    ioThread.forEach(Runnable::run);
    assertThat(calls).isEqualTo(1);
  }

  @Test
  void a_listener_of_the_clients_own_is_followed_by_nothing() {
    HeldSend second = HeldSend.of("second");
    Object proxy =
        Proxy.newProxyInstance(
            Listener.class.getClassLoader(),
            new Class<?>[] {Listener.class},
            (self, method, arguments) -> null);
    Listener own = channel -> {};
    assertThat(HeldSend.follow(null, second)).isFalse();
    assertThat(HeldSend.follow(own, second)).isFalse();
    assertThat(HeldSend.follow(proxy, second)).isFalse();
  }

  /** The client keeps its listeners as long as the connection. */
  @Test
  void the_request_is_not_kept_after_its_call() {
    Object request = new Object();
    WeakReference<Object> seen = new WeakReference<>(request);
    HeldSend lasting = HeldSend.of(request);
    Object kept = lasting.listener(Listener.class);
    lasting.begin(call(), Runnable::run);
    lasting.run();
    request = null;
    for (int i = 0; i < 50 && seen.get() != null; i++) {
      System.gc();
    }
    assertThat(seen.get()).isNull();
    assertThat(kept).isNotNull();
  }

  private static MethodHandle adding(List<String> made, String name) {
    try {
      return MethodHandles.insertArguments(
              MethodHandles.publicLookup()
                  .findVirtual(
                      List.class, "add", MethodType.methodType(boolean.class, Object.class)),
              0,
              made,
              name)
          .asType(MethodType.methodType(void.class));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
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
