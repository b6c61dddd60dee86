package io.foundryidentity.agent.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WaitingCallTest {

  /** As a client's public interfaces. */
  public interface Call {
    boolean isCanceled();
  }

  /** The same. */
  public interface Chain {
    Call call();
  }

  /** The same. */
  public interface Aborted {
    @Nullable Exception cause();
  }

  private static final class OwnCall implements Call {
    private boolean canceled;

    @Override
    public boolean isCanceled() {
      return canceled;
    }
  }

  @AfterEach
  void uninstall() {
    AuthorizationBridge.install(null);
  }

  @Test
  void it_ends_with_its_socket() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket socket = new Socket(server.getInetAddress(), server.getLocalPort())) {
      WaitingCall call = WaitingCall.over(socket, Long.MAX_VALUE);
      assertThat(call.hasEnded()).isFalse();
      socket.close();
      assertThat(call.hasEnded()).isTrue();
    }
  }

  @Test
  void it_ends_with_the_socket_below_tls() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket below = new Socket(server.getInetAddress(), server.getLocalPort());
        Socket tls =
            SSLContext.getDefault().getSocketFactory().createSocket(below, "host", 443, true)) {
      WaitingCall call = WaitingCall.over(tls, Long.MAX_VALUE);
      assertThat(call.hasEnded()).isFalse();
      below.close();
      assertThat(tls.isClosed()).as("what TLS says of itself").isFalse();
      assertThat(call.hasEnded()).isTrue();
    }
  }

  @Test
  void it_ends_with_the_clients_own_mark() {
    OwnCall own = new OwnCall();
    Chain chain = () -> own;
    WaitingCall call = WaitingCall.WITHOUT_END.endedBy(Chain.class, chain, "call", "isCanceled");
    assertThat(call.hasEnded()).isFalse();
    own.canceled = true;
    assertThat(call.hasEnded()).isTrue();
  }

  @Test
  void it_ends_with_the_clients_own_reason() {
    AtomicReference<Exception> reason = new AtomicReference<>();
    Aborted own = reason::get;
    WaitingCall call = WaitingCall.WITHOUT_END.endedBy(Aborted.class, own, "cause");
    assertThat(call.hasEnded()).isFalse();
    reason.set(new IllegalStateException("aborted by the application"));
    assertThat(call.hasEnded()).isTrue();
    assertThat(WaitingCall.WITHOUT_END.endedBy(Aborted.class, own, "unknown").hasEnded()).isFalse();

    OwnCall marked = new OwnCall();
    WaitingCall other = WaitingCall.WITHOUT_END.endedBy(Call.class, marked, "isCanceled");
    assertThat(other.hasEnded()).isFalse();
    marked.canceled = true;
    assertThat(other.hasEnded()).isTrue();
  }

  @Test
  void a_version_without_that_mark_never_ends_by_it() {
    Chain chain = OwnCall::new;
    assertThat(
            WaitingCall.WITHOUT_END.endedBy(Chain.class, chain, "unknown", "isCanceled").hasEnded())
        .isFalse();
    assertThat(WaitingCall.WITHOUT_END.endedBy(Chain.class, chain, "call", "unknown").hasEnded())
        .isFalse();
  }

  @Test
  void a_late_token_is_waited_for_and_used() throws Exception {
    Late target = new Late();
    assertThat(request(target).authorize(null, true)).isEqualTo("Bearer late");
    assertThat(target.waited).isNotNull();
  }

  @Test
  void a_request_that_may_not_wait_is_not_told_to() throws Exception {
    Late target = new Late();
    assertThat(request(target).authorize(null, false)).isNull();
    assertThat(target.waited).isNull();
  }

  @Test
  void the_calls_own_limit_is_told() throws Exception {
    Late target = new Late();
    TargetedRequest request = request(target);
    request.waitAtMost(1500);
    request.prepare(null, true);
    assertThat(target.waited).extracting(WaitingCall::limitMillis).isEqualTo(1500L);
  }

  @Test
  void a_call_that_has_ended_meanwhile_is_not_sent() {
    OwnCall own = new OwnCall();
    Chain chain = () -> own;
    Late target =
        new Late() {
          @Override
          public void await(@Nullable String path, @Nullable String existing, WaitingCall call) {
            own.canceled = true;
            super.await(path, existing, call);
          }
        };
    TargetedRequest request = request(target);
    request.endsWith(Chain.class, chain, "call", "isCanceled");
    assertThatThrownBy(() -> request.authorize(null, true))
        .isInstanceOf(FailurePolicyException.class)
        .hasMessageContaining("the call ended");
    assertThat(target.authorized).isEqualTo(1);
  }

  @Test
  void a_wait_that_took_the_whole_limit_is_told() throws Exception {
    Late slow =
        new Late() {
          @Override
          public void await(@Nullable String path, @Nullable String existing, WaitingCall call) {
            super.await(path, existing, call);
            long start = System.nanoTime();
            while (System.nanoTime() - start < TimeUnit.MILLISECONDS.toNanos(call.limitMillis())) {
              Thread.onSpinWait();
            }
          }
        };
    TargetedRequest request = request(slow);
    request.waitAtMost(10);
    request.prepare(null, true);
    assertThat(request.isOverdue()).isTrue();

    TargetedRequest other = request(new Late());
    other.waitAtMost(60_000);
    other.prepare(null, true);
    assertThat(other.isOverdue()).isFalse();
  }

  @Test
  void a_call_whose_socket_is_closed_meanwhile_fails_if_the_client_asks_for_it() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Socket socket = new Socket(server.getInetAddress(), server.getLocalPort());
      TargetedRequest request = request(new Late());
      assertThat(request.authorize(null, true)).isEqualTo("Bearer late");
      request.failIfClosed(socket);
      socket.close();
      assertThatThrownBy(() -> request.failIfClosed(socket))
          .isInstanceOf(FailurePolicyException.class)
          .hasMessageContaining("the call ended");
      TargetedRequest withoutWait = request(new Late());
      withoutWait.failIfClosed(socket);
    }
  }

  private static TargetedRequest request(Late target) {
    AuthorizationBridge.install(target);
    TargetedRequest request = AuthorizationBridge.find("http", "127.0.0.1", 80, "/");
    assertThat(request.isProvenBy(Peer.at(new java.net.InetSocketAddress("127.0.0.1", 80))))
        .isTrue();
    return request;
  }

  /** Has its token after a wait. */
  private static class Late extends TestedTarget {
    private @Nullable WaitingCall waited;
    private int authorized;

    @Override
    public String authorize(@Nullable String path, @Nullable String existing, boolean mayWait) {
      authorized++;
      return waited != null ? "Bearer late" : mayWait ? LATE : NO_TOKEN;
    }

    @Override
    public boolean prepare(@Nullable String path, @Nullable String existing, boolean mayWait) {
      return mayWait && waited == null;
    }

    @Override
    public void await(@Nullable String path, @Nullable String existing, WaitingCall call) {
      waited = call;
    }
  }
}
