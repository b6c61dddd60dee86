package io.foundryidentity.agent.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which connections are remembered, and how their answers find their requests. */
class EventLoopConnectionTest {

  private static final InetSocketAddress PEER =
      InetSocketAddress.createUnresolved("target.example", 443);

  private final List<String> asked = new ArrayList<>();

  @BeforeEach
  void install() {
    AuthorizationBridge.install(new Asked());
  }

  @AfterEach
  void uninstall() {
    AuthorizationBridge.install(null);
  }

  @Test
  void a_request_to_nobody_makes_nothing() {
    assertThat(of(null, ConnectionPeer.NOBODY, "/path")).isNull();
  }

  @ParameterizedTest
  @CsvSource({"http://target.example/path", "target.example:443", "*", "''", ","})
  void what_is_no_path_makes_nothing(@Nullable String target) {
    assertThat(of(null, PEER, target)).isNull();
  }

  @Test
  void a_request_to_a_target_is_asked_for_by_the_peer() throws Exception {
    of(null, PEER, "/path").authorize(0, "/path", null);
    assertThat(asked).contains("https target.example 443 /path");
  }

  @Test
  void a_known_connection_stays_for_what_is_no_path_and_signs_it_not() throws Exception {
    EventLoopConnection known = of(null, PEER, "/path");
    assertThat(of(known, PEER, "*")).isSameAs(known);
    assertThat(known.authorize(0, "*", null)).isNull();
  }

  @Test
  void answers_without_a_number_are_matched_in_order() throws Exception {
    EventLoopConnection connection = of(null, PEER, "/one");
    connection.authorize(0, "/one", null);
    of(connection, PEER, "*").authorize(0, "*", null);
    of(connection, PEER, "/three").authorize(0, "/three", null);
    asked.clear();
    connection.answered(0, 100);
    connection.answered(0, 200);
    connection.answered(0, 401);
    connection.answered(0, 401);
    connection.answered(0, 401);
    assertThat(asked).containsExactly("refused /three");
  }

  @Test
  void the_form_of_a_value_is_kept_until_another_value_is_sent() {
    EventLoopConnection connection = of(null, PEER, "/path");
    assertThat(connection.formOf("Bearer one")).isNull();
    CharSequence form = new StringBuilder("Bearer one");
    connection.keepForm("Bearer one", form);
    assertThat(connection.formOf("Bearer one")).isSameAs(form);
    assertThat(connection.formOf("Bearer two")).isNull();
    connection.keepForm("Bearer two", "Bearer two");
    assertThat(connection.formOf("Bearer one")).isNull();
  }

  @Test
  void where_a_thousand_answers_did_not_come_by_none_is_matched_any_more() throws Exception {
    EventLoopConnection connection = of(null, PEER, "/path");
    for (int request = 0; request < 1001; request++) {
      connection.authorize(0, "/path", null);
    }
    asked.clear();
    connection.answered(0, 401);
    assertThat(asked).isEmpty();
  }

  @Test
  void held_calls_go_on_in_order_and_the_last_of_them_knows_it() throws Exception {
    EventLoopConnection connection = of(null, PEER, "/path");
    Writer writer = new Writer(connection);
    writer.holdAll(1, 3, 3);
    connection.resume();
    assertThat(writer.turns)
        .containsExactly(
            "1: " + EventLoopConnection.RESUMED,
            "3: " + EventLoopConnection.RESUMED,
            "3: " + EventLoopConnection.LAST_RESUMED);
    assertThat(connection.turn(5)).isEqualTo(EventLoopConnection.FREE);
  }

  @Test
  void what_follows_a_request_that_was_kept_back_is_orphaned_even_as_the_last() throws Exception {
    EventLoopConnection connection = of(null, PEER, "/refused");
    Writer writer = new Writer(connection);
    writer.holdAll(1, 3);
    assertThatThrownBy(() -> connection.authorize(3, "/refused", null))
        .isInstanceOf(FailurePolicyException.class);
    connection.resume();
    // Both of the higher numbers ask for a flush, without which the first would stay where it is
    assertThat(writer.turns)
        .containsExactly("1: " + EventLoopConnection.RESUMED, "3: " + EventLoopConnection.ORPHANED);
    assertThat(EventLoopConnection.ORPHANED).isGreaterThan(EventLoopConnection.LAST_RESUMED);
  }

  /** Has a method like those that advice holds. */
  private static final class Writer {
    private final EventLoopConnection connection;
    private final List<String> turns = new ArrayList<>();

    Writer(EventLoopConnection connection) {
      this.connection = connection;
    }

    void write(int stream) {
      turns.add(stream + ": " + connection.turn(stream));
    }

    void holdAll(int... streams) throws ReflectiveOperationException {
      Method write = Writer.class.getDeclaredMethod("write", int.class);
      for (int stream : streams) {
        Object[] arguments = {stream};
        connection.hold(MethodHandles.lookup(), write, this, arguments, stream, false);
      }
    }
  }

  private static @Nullable EventLoopConnection of(
      @Nullable EventLoopConnection known, InetSocketAddress peer, @Nullable String path) {
    return EventLoopConnection.of(known, Runnable::run, true, peer, path, null);
  }

  private final class Asked extends TestedAuthorizer {
    @Override
    public @Nullable String authorize(
        @Nullable String scheme,
        @Nullable String host,
        int port,
        @Nullable String path,
        @Nullable String existing,
        boolean mayWait)
        throws FailurePolicyException {
      asked.add(scheme + " " + host + " " + port + " " + path);
      if ("/refused".equals(path)) {
        throw new FailurePolicyException("no token");
      }
      return "target.example".equals(host) ? "Bearer token" : null;
    }

    @Override
    public boolean defer(
        @Nullable String scheme,
        @Nullable String host,
        int port,
        @Nullable String path,
        @Nullable String existing,
        Runnable whenSettled) {
      asked.add("defer");
      return false;
    }

    @Override
    public boolean refused(
        @Nullable String scheme,
        @Nullable String host,
        int port,
        @Nullable String path,
        String sent,
        boolean mayWait) {
      asked.add("refused " + path);
      return false;
    }
  }
}
