package io.foundryidentity.agent.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which connections are remembered, and how answers are assigned to their requests. */
class EventLoopConnectionTest {

  private final List<String> asked = new ArrayList<>();
  private final List<@Nullable Object> moved = new ArrayList<>();
  private boolean defers;
  private boolean renews;

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
    assertThat(of(null, null)).isNull();
  }

  @Test
  void a_known_connection_stays_for_a_request_to_nobody_and_signs_it_not() throws Exception {
    EventLoopConnection known = of(null, "/path");
    assertThat(of(known, null)).isSameAs(known);
    assertThat(known.authorize(0, null)).isNull();
  }

  @Test
  void answers_without_a_number_are_matched_in_order() throws Exception {
    EventLoopConnection connection = of(null, "/one");
    connection.authorize(0, null);
    of(connection, null).authorize(0, null);
    of(connection, "/three").authorize(0, null);
    asked.clear();
    connection.answered(0, 100);
    connection.answered(0, 200);
    connection.answered(0, 401);
    connection.answered(0, 401);
    connection.answered(0, 401);
    assertThat(asked).containsExactly("refused /three");
  }

  @Test
  void a_call_on_the_event_loop_is_made_at_once() throws Exception {
    EventLoopConnection connection = connection(Runnable::run);
    assertThat(move(connection, new Object())).isFalse();
  }

  @Test
  void a_call_of_another_thread_is_made_on_the_event_loop_in_its_turn() throws Exception {
    List<Runnable> loop = new ArrayList<>();
    EventLoopConnection connection = connection(loop::add);
    Object one = new Object();
    assertThat(move(connection, one)).isTrue();
    assertThat(move(connection, new Object())).isTrue();
    assertThat(moved).isEmpty();
    loop.forEach(Runnable::run);
    assertThat(moved).containsExactly(connection, connection);
    assertThat(AuthorizationBridge.takeObject(one)).as("the mark after the call").isNull();
  }

  @Test
  void a_call_whose_event_loop_has_stopped_is_made_at_once() throws Exception {
    EventLoopConnection connection =
        connection(
            task -> {
              throw new RejectedExecutionException();
            });
    assertThat(move(connection, new Object())).isFalse();
  }

  private static EventLoopConnection connection(Executor loop) {
    TargetedRequest request = AuthorizationBridge.find("https", "target", 443, "/path");
    EventLoopConnection connection = EventLoopConnection.of(null, loop, request, null);
    assertThat(connection).isNotNull();
    return connection;
  }

  private boolean move(EventLoopConnection connection, Object event) throws Exception {
    Method call = EventLoopConnectionTest.class.getDeclaredMethod("take", Object.class);
    return connection.move(MethodHandles.lookup(), call, this, new Object[] {event}, event);
  }

  /** A client's method: it sees the mark of its event while it runs. */
  @SuppressWarnings("unused") // called by reflection
  private void take(Object event) {
    moved.add(AuthorizationBridge.takeObject(event));
  }

  @Test
  void the_form_of_a_value_is_kept_with_that_value_and_for_that_class() {
    String one = String.join(" ", "Bearer", "one");
    assertThat(BearerForms.of(one, StringBuilder.class)).isNull();
    CharSequence form = new StringBuilder(one);
    BearerForms.keep(one, form);
    assertThat(BearerForms.of(one, StringBuilder.class)).isSameAs(form);
    assertThat(BearerForms.of(String.join(" ", "Bearer", "two"), StringBuilder.class)).isNull();
    assertThat(BearerForms.of(one, StringBuffer.class)).isNull();
    BearerForms.keep(one, new StringBuffer(one));
    assertThat(BearerForms.of(one, StringBuilder.class)).isSameAs(form);
  }

  /** There is one form of each class, and arrays would be those of several clients. */
  @Test
  void a_form_of_a_bearer_is_no_array() {
    assertThatThrownBy(() -> BearerForms.keepObject("Bearer x", new byte[1]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void where_a_thousand_answers_did_not_come_by_none_is_matched_any_more() throws Exception {
    EventLoopConnection connection = of(null, "/path");
    for (int request = 0; request < 1001; request++) {
      of(connection, "/path").authorize(0, null);
    }
    asked.clear();
    connection.answered(0, 401);
    assertThat(asked).isEmpty();
  }

  @Test
  void held_calls_go_on_in_order_and_the_last_of_them_knows_it() throws Exception {
    EventLoopConnection connection = of(null, "/path");
    Writer writer = new Writer(connection);
    writer.holdAll(1, 3, 3);
    connection.resume();
    assertThat(writer.turns)
        .containsExactly(
            "1: " + CallTurn.RESUMED, "3: " + CallTurn.RESUMED, "3: " + CallTurn.LAST_RESUMED);
    assertThat(connection.turn(5)).isEqualTo(CallTurn.FIRST);
  }

  @Test
  void what_follows_a_request_that_was_kept_back_is_orphaned_even_as_the_last() throws Exception {
    EventLoopConnection connection = of(null, "/refused");
    Writer writer = new Writer(connection);
    writer.holdAll(1, 3);
    assertThatThrownBy(() -> connection.authorize(3, null))
        .isInstanceOf(FailurePolicyException.class);
    connection.resume();
    // RESUMED does not flush, so the last call must, even if it is ORPHANED
    assertThat(writer.turns).containsExactly("1: " + CallTurn.RESUMED, "3: " + CallTurn.ORPHANED);
    assertThat(CallTurn.values())
        .filteredOn(CallTurn::isFlushed)
        .containsExactly(CallTurn.LAST_RESUMED, CallTurn.ORPHANED);
    assertThat(CallTurn.values())
        .filteredOn(CallTurn::wasHeld)
        .containsExactly(CallTurn.RESUMED, CallTurn.LAST_RESUMED, CallTurn.ORPHANED);
  }

  @Test
  void a_call_that_must_wait_again_keeps_its_place_before_the_others() throws Exception {
    EventLoopConnection connection = of(null, "/path");
    Writer writer = new Writer(connection);
    writer.holdAll(1, 3, 1);
    writer.holdsAgain = 1;
    connection.resume();
    assertThat(writer.turns).containsExactly("1: " + CallTurn.RESUMED);
    assertThat(connection.turn(5)).isEqualTo(CallTurn.HELD);
    connection.resume();
    assertThat(writer.turns)
        .containsExactly(
            "1: " + CallTurn.RESUMED,
            "1: " + CallTurn.RESUMED,
            "3: " + CallTurn.RESUMED,
            "1: " + CallTurn.LAST_RESUMED);
    assertThat(connection.turn(5)).isEqualTo(CallTurn.FIRST);
  }

  @Test
  void held_calls_wait_for_a_first_token_only_once() throws Exception {
    defers = true;
    EventLoopConnection connection = of(null, "/path");
    assertThat(connection.defer(null)).isTrue();
    Writer writer = new Writer(connection);
    writer.holdAll(1);
    assertThat(connection.defer(null)).isFalse();
    connection.resume();
    assertThat(of(connection, "/path").defer(null)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void after_the_handshake_the_held_calls_go_on_whoever_tells_it(boolean onEventLoop)
      throws Throwable {
    EventLoopConnection connection = of(null, "/path");
    Writer writer = new Writer(connection);
    writer.holdAll(1);
    connection.afterHandshake(onEventLoop).invoke("a future");
    assertThat(writer.turns).containsExactly("1: " + CallTurn.LAST_RESUMED);
  }

  @Test
  void a_timer_starts_again_when_the_wait_for_a_token_is_over() throws Exception {
    EventLoopConnection connection = of(null, "/path");
    assertThat(connection.postpone(1_000_000_000L)).isZero();
    defers = true;
    assertThat(connection.defer(null)).isTrue();
    new Writer(connection).holdAll(1);
    assertThat(connection.postpone(1_000_000_000L)).isEqualTo(1_000_000_000L);
    connection.run();
    assertThat(connection.postpone(3_600_000_000_000L)).isBetween(1L, 3_600_000_000_000L);
    assertThat(connection.postpone(0)).isZero();
  }

  @Test
  void a_timer_counts_the_wait_for_a_handshake() throws Exception {
    EventLoopConnection connection = of(null, "/path");
    new Writer(connection).holdAll(1);
    assertThat(connection.postpone(1_000_000_000L)).isZero();
  }

  @Test
  void a_refusal_is_given_once_to_the_client_that_asks_for_its_stream() throws Exception {
    EventLoopConnection connection = of(null, "/path");
    connection.authorize(3, null);
    connection.answered(3, 401);
    Object call = new Object();
    assertThat(connection.refused(5, call, true)).isNull();
    assertThat(AuthorizationBridge.answered(call, 401)).isFalse();
    assertThat(connection.refused(3, call, true)).as("nothing to wait for").isNull();
    assertThat(AuthorizationBridge.answered(call, 401)).isTrue();
    Object other = new Object();
    connection.refused(3, other, true);
    assertThat(AuthorizationBridge.answered(other, 401)).isFalse();
  }

  @Test
  void a_refusal_is_forgotten_with_the_next_answer() throws Exception {
    EventLoopConnection connection = of(null, "/one");
    connection.authorize(0, null);
    of(connection, "/two").authorize(0, null);
    connection.answered(0, 401);
    connection.answered(0, 200);
    Object call = new Object();
    connection.refused(0, call, true);
    assertThat(AuthorizationBridge.answered(call, 401)).isFalse();
  }

  @Test
  void a_refused_answer_is_held_until_the_wait_is_over_and_with_it_what_follows() throws Exception {
    EventLoopConnection connection = of(null, "/path");
    connection.authorize(0, null);
    connection.answered(0, 401);
    renews = true;
    HeldReads reads = connection.refused(0, new Object(), true);
    Reader reader = new Reader(reads);
    reader.read("head");
    reader.read("end");
    assertThat(reader.seen).isEmpty();
    reads.run();
    assertThat(reader.seen).containsExactly("head", "end");
    assertThat(reads.isHolding()).isFalse();
    reader.read("next answer");
    assertThat(reader.seen).endsWith("next answer");
  }

  @Test
  void an_answer_whose_request_cannot_be_sent_again_is_not_held() throws Exception {
    EventLoopConnection connection = of(null, "/path");
    connection.authorize(0, null);
    connection.answered(0, 401);
    renews = true;
    assertThat(connection.refused(0, new Object(), false)).isNull();
  }

  /** Has a method that takes what was read. */
  private static final class Reader {
    private final HeldReads reads;
    private final List<String> seen = new ArrayList<>();

    Reader(HeldReads reads) {
      this.reads = reads;
    }

    void read(String message) throws ReflectiveOperationException {
      Method read = Reader.class.getDeclaredMethod("read", String.class);
      if (!reads.hold(MethodHandles.lookup(), read, this, new Object[] {message})) {
        seen.add(message);
      }
    }
  }

  /** Has a method like those whose calls advice holds. */
  private static final class Writer {
    private final EventLoopConnection connection;
    private final List<String> turns = new ArrayList<>();
    private int holdsAgain;

    Writer(EventLoopConnection connection) {
      this.connection = connection;
    }

    void write(int stream) throws ReflectiveOperationException {
      CallTurn turn = connection.turn(stream);
      turns.add(stream + ": " + turn);
      if (holdsAgain-- > 0) {
        hold(turn, stream);
      }
    }

    private void hold(CallTurn turn, int stream) throws ReflectiveOperationException {
      Method write = Writer.class.getDeclaredMethod("write", int.class);
      connection.hold(
          turn, MethodHandles.lookup(), write, this, new Object[] {stream}, stream, false);
    }

    void holdAll(int... streams) throws ReflectiveOperationException {
      for (int stream : streams) {
        hold(CallTurn.HELD, stream);
      }
    }
  }

  private static @Nullable EventLoopConnection of(
      @Nullable EventLoopConnection known, @Nullable String path) {
    TargetedRequest next =
        path == null ? null : AuthorizationBridge.find("http", "127.0.0.1", 80, path);
    if (next != null) {
      next.isProvenByAddress(new InetSocketAddress("127.0.0.1", 80));
    }
    return EventLoopConnection.of(known, Runnable::run, next, null);
  }

  private final class Asked extends TestedTarget {
    @Override
    public @Nullable RequestTarget find(
        @Nullable String scheme, @Nullable String host, int port, @Nullable String path) {
      return this;
    }

    @Override
    public @Nullable String authorize(
        @Nullable String path, @Nullable String existing, boolean mayWait)
        throws FailurePolicyException {
      if ("/refused".equals(path)) {
        throw new FailurePolicyException("no token");
      }
      return "Bearer token";
    }

    @Override
    public boolean defer(@Nullable String path, @Nullable String existing, Runnable whenSettled) {
      return defers;
    }

    @Override
    public boolean refused(String host, @Nullable String path, String sent, long waitMillis) {
      asked.add("refused " + path);
      return false;
    }

    @Override
    public boolean deferRefused(@Nullable String path, String sent, Runnable whenSettled) {
      return renews;
    }
  }
}
