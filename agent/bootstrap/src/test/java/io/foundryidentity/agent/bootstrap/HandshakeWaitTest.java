package io.foundryidentity.agent.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.RejectedExecutionException;
import javax.net.ssl.SSLSession;
import org.junit.jupiter.api.Test;

class HandshakeWaitTest {

  /** As a client's own. */
  public interface Listener {
    void handshakeSucceeded(String event);

    void handshakeFailed(String event, Throwable failure);
  }

  private static final SSLSession BEFORE = session("SSL_NULL_WITH_NULL_NULL");
  private static final SSLSession AFTER = session("TLS_AES_128_GCM_SHA256");

  private final Deque<Runnable> tasks = new ArrayDeque<>();
  private final HandshakeWait wait = new HandshakeWait(call(this), this, tasks::add);
  private final Listener listener = (Listener) wait.listener(Listener.class);
  private int calls;
  private boolean heldAgain;

  void write() {
    calls++;
    heldAgain |= HandshakeWait.isNeeded(BEFORE, this);
    assertThat(HandshakeWait.isNeeded(BEFORE, "another writer")).isTrue();
  }

  @Test
  void only_a_call_before_the_handshake_is_held() {
    assertThat(HandshakeWait.isNeeded(BEFORE, this)).isTrue();
    assertThat(HandshakeWait.isNeeded(AFTER, this)).isFalse();
  }

  @Test
  void the_call_is_made_once_after_the_handshake_and_is_not_held_again() {
    listener.handshakeSucceeded("done");
    listener.handshakeSucceeded("done again");
    assertThat(calls).as("in the listener").isZero();
    tasks.forEach(Runnable::run);
    assertThat(calls).isEqualTo(1);
    assertThat(heldAgain).isFalse();
    assertThat(HandshakeWait.isNeeded(BEFORE, this)).as("afterwards").isTrue();
  }

  @Test
  void a_failed_handshake_forgets_the_call() {
    listener.handshakeFailed("failed", new IllegalStateException());
    listener.handshakeSucceeded("late");
    tasks.forEach(Runnable::run);
    assertThat(calls).isZero();
  }

  @Test
  void a_handshake_that_ended_before_the_listener_came_is_noticed() {
    wait.look(BEFORE);
    assertThat(tasks).isEmpty();
    wait.look(AFTER);
    assertThat(tasks).hasSize(1);
  }

  @Test
  void a_client_that_has_stopped_gets_its_call_at_once() {
    HandshakeWait stopped =
        new HandshakeWait(
            call(this),
            this,
            task -> {
              throw new RejectedExecutionException();
            });
    stopped.look(AFTER);
    assertThat(calls).isEqualTo(1);
  }

  @Test
  void the_listener_is_an_object_like_any_other() {
    Object other = wait.listener(Listener.class);
    assertThat(listener.equals(listener)).isTrue();
    assertThat(listener.equals(other)).isFalse();
    assertThat(listener.hashCode()).isEqualTo(System.identityHashCode(listener));
    assertThat(listener).hasToString("foundry-identity");
  }

  private static MethodHandle call(HandshakeWaitTest test) {
    try {
      return MethodHandles.lookup()
          .findVirtual(HandshakeWaitTest.class, "write", MethodType.methodType(void.class))
          .bindTo(test);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static SSLSession session(String cipher) {
    return (SSLSession)
        Proxy.newProxyInstance(
            SSLSession.class.getClassLoader(),
            new Class<?>[] {SSLSession.class},
            (proxy, method, arguments) ->
                method.getName().equals("getCipherSuite") ? cipher : null);
  }
}
