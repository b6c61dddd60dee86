package io.foundryidentity.beside.mockito;

import io.foundryidentity.cases.calls.Calls;
import java.util.ArrayList;
import java.util.List;
import okhttp3.internal.http1.Http1ExchangeCodec;
import org.apache.hc.client5.http.impl.classic.ProtocolExec;
import org.mockito.Mockito;

/**
 * Asks with two clients whose final classes it mocks: of one before it asks, so that the class
 * loads for the mock, and of both while they are in use.
 *
 * <p>Mockito changes such a class where it stands, for every instance. Real ones must go on as
 * before, and mocks must not. What it changes are classes that an agent may have changed, too.
 */
public final class Main {

  private Main() {}

  public static void main(String[] arguments) throws Exception {
    Calls calls = new Calls(System.out);
    List<Object> mocks = new ArrayList<>(); // Alive to the end, and their classes changed
    calls.call("mock of OkHttp before its use", () -> mock(Http1ExchangeCodec.class, mocks));
    io.foundryidentity.cases.openai4j.Main.main(arguments);
    io.foundryidentity.cases.apachehttpclient5.Main.main(arguments);
    calls.call("mock of Apache HttpClient in use", () -> mock(ProtocolExec.class, mocks));
    calls.call("mock of OkHttp in use", () -> mock(Http1ExchangeCodec.class, mocks));
    io.foundryidentity.cases.openai4j.Main.main(arguments);
    io.foundryidentity.cases.apachehttpclient5.Main.main(arguments);
    calls.call("mocks still mock", () -> mocks.size() + ": " + mocks);
  }

  /** A method of a mock has an answer of Mockito's own. */
  @SuppressWarnings("DirectInvocationOnMock") // What it answers is the point
  private static String mock(Class<?> type, List<Object> mocks) {
    Object mock = Mockito.mock(type);
    mocks.add(mock);
    String answer = mock.toString();
    if (!answer.startsWith("Mock for " + type.getSimpleName())) {
      throw new IllegalStateException("not mocked: " + answer);
    }
    return answer;
  }
}
