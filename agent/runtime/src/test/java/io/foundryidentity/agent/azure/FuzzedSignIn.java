package io.foundryidentity.agent.azure;

import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.BinaryData;
import io.foundryidentity.agent.core.token.ClientAssertion;
import io.foundryidentity.agent.core.token.Clock;
import io.foundryidentity.agent.core.token.Identity;
import io.foundryidentity.agent.core.token.SignInEvents;
import io.foundryidentity.agent.core.token.TokenSource;
import io.foundryidentity.agent.core.token.TokenSourceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The agent's credentials, with all of azure-identity, over an HTTP client that makes answers up.
 */
public final class FuzzedSignIn {

  private static final String SCOPE = "https://cognitiveservices.azure.com/.default";

  private static final FetchThreads THREADS = new AgentThreads().ofSource();

  private FuzzedSignIn() {}

  /**
   * A source of tokens.
   *
   * @param input the first line is the status and the content type, the rest is the body
   */
  public static TokenSource source(
      String credential, Map<String, String> environment, String input) {
    Identity identity = new Identity(credential, null, null, null, null, null);
    IdentityEnvironment variables = new IdentityEnvironment(environment, identity);
    LastAnswer last = new LastAnswer();
    HttpClient http = new CheckedHttpClient(new Answering(input), last);
    Members members = new Members(identity, variables, http, binding -> http, null, THREADS);
    IssuerClock clock = new IssuerClock(Clock.system());
    if (credential.equals("federated") || credential.equals("agent-identity")) {
      return new AzureTokenSource(
          () ->
              new CredentialChain(
                  List.of(federation(identity, environment, http, last, clock).member()),
                  SignInEvents.NONE,
                  last),
          SCOPE,
          clock,
          THREADS,
          Duration.ofSeconds(20));
    }
    return new AzureTokenSource(
        () -> CredentialChoice.chain(identity, members, null, SignInEvents.NONE, last),
        SCOPE,
        clock,
        THREADS,
        Duration.ofSeconds(20));
  }

  /** With what is in the file as the assertion, whatever it is. */
  private static Federation federation(
      Identity identity,
      Map<String, String> environment,
      HttpClient http,
      LastAnswer last,
      IssuerClock clock) {
    Identity complete =
        new Identity(identity.credential(), "agent", "tenant", null, null, null)
            .withBlueprint("blueprint")
            .with(new ClientAssertion("file", null, null, null, null));
    return new Federation(
        complete,
        new Members(
            complete,
            new IdentityEnvironment(environment, complete),
            http,
            binding -> http,
            null,
            THREADS),
        new ContentOf(Path.of(environment.get("AZURE_FEDERATED_TOKEN_FILE"))),
        new KeptAssertions(Clock.system()),
        "audience",
        new Requests(null, THREADS, last, () -> false),
        clock,
        clock);
  }

  private record ContentOf(Path file) implements AssertionSource {
    @Override
    public String name() {
      return "file";
    }

    @Override
    public String step() {
      return "file";
    }

    @Override
    public boolean isReadEachTime() {
      return true;
    }

    @Override
    public String assertion() {
      try {
        return Files.readString(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** What is told of a developer's tool that failed with that text. */
  public static String tool(String text) {
    Throwable inner = new RuntimeException(text);
    inner.setStackTrace(new StackTraceElement[] {new StackTraceElement("com.azure.X", "y", "", 1)});
    Throwable failure = new com.azure.identity.CredentialUnavailableException("x: " + text, inner);
    failure.setStackTrace(inner.getStackTrace());
    try {
      new CredentialChain(
              java.util.List.of(
                  new Member(
                      "AzureCliCredential",
                      true,
                      () -> {
                        throw (RuntimeException) failure;
                      })))
          .token(new com.azure.core.credential.TokenRequestContext().addScopes(SCOPE));
      throw new AssertionError("a token");
    } catch (NoTokenException told) {
      return String.valueOf(told.getMessage());
    }
  }

  /** Why it got no token, or null if it got one; a failure is only ever one that callers expect. */
  public static TokenSourceException failure(TokenSource source) {
    try {
      source.fetch();
      return null;
    } catch (TokenSourceException expected) {
      return expected;
    }
  }

  private static final class Answering implements HttpClient {

    private final int status;
    private final HttpHeaders headers = new HttpHeaders();
    private final byte[] body;

    Answering(String input) {
      int end = input.indexOf('\n');
      String head = end < 0 ? input : input.substring(0, end);
      int code = 200;
      try {
        code = Integer.parseInt(head.substring(0, Math.min(3, head.length())));
      } catch (NumberFormatException changed) {
        code = 200;
      }
      status = code < 100 ? 500 : code;
      headers.set(HttpHeaderName.CONTENT_TYPE, head.substring(Math.min(4, head.length())));
      headers.set(HttpHeaderName.fromString("X-Repeated"), input);
      headers.set(HttpHeaderName.fromString("retry-after-ms"), "1");
      body = (end < 0 ? "" : input.substring(end + 1)).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Mono<HttpResponse> send(HttpRequest request) {
      return Mono.just(new Answered(request));
    }

    @Override
    public HttpResponse sendSync(HttpRequest request, com.azure.core.util.Context context) {
      return new Answered(request);
    }

    private final class Answered extends HttpResponse {

      Answered(HttpRequest request) {
        super(request);
      }

      @Override
      public int getStatusCode() {
        return status;
      }

      @Override
      @Deprecated
      public String getHeaderValue(String name) {
        return headers.getValue(HttpHeaderName.fromString(name));
      }

      @Override
      public HttpHeaders getHeaders() {
        return headers;
      }

      @Override
      public BinaryData getBodyAsBinaryData() {
        return BinaryData.fromBytes(body);
      }

      @Override
      public Flux<ByteBuffer> getBody() {
        return Flux.just(ByteBuffer.wrap(body));
      }

      @Override
      public Mono<byte[]> getBodyAsByteArray() {
        return Mono.just(body);
      }

      @Override
      public Mono<String> getBodyAsString() {
        return getBodyAsString(StandardCharsets.UTF_8);
      }

      @Override
      public Mono<String> getBodyAsString(Charset charset) {
        return Mono.just(new String(body, charset));
      }
    }
  }
}
