package io.foundryidentity.cases.joddhttp;

import io.foundryidentity.cases.calls.Calls;
import io.foundryidentity.cases.calls.Foundry;
import io.foundryidentity.cases.calls.RawCalls;
import io.foundryidentity.cases.calls.Reply;
import jodd.http.HttpRequest;
import jodd.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/** Jodd HTTP by itself, with a new connection for each request and with one for all of them. */
public final class Main {

  private final String key;
  private @Nullable HttpResponse last;

  private Main(String key) {
    this.key = key;
  }

  public static void main(String[] arguments) {
    Foundry foundry = Foundry.from(System.getenv());
    Main program = new Main(foundry.key());
    new RawCalls(foundry, new Calls(System.out))
        .make("", program::once, program::once)
        .make(" keep-alive", program::keptAlive, program::keptAlive);
  }

  private Reply once(String url, String json) {
    return reply(post(url, json).send());
  }

  private Reply keptAlive(String url, String json) {
    HttpRequest request = post(url, json);
    HttpResponse before = last;
    HttpRequest next =
        before == null ? request.connectionKeepAlive(true) : request.keepAlive(before, true);
    HttpResponse response = next.send();
    last = response;
    return reply(response);
  }

  private HttpRequest post(String url, String json) {
    return HttpRequest.post(url).header("api-key", key).bodyText(json, "application/json", "UTF-8");
  }

  /** It reads an answer to its end before it hands it out, a stream too. */
  private static Reply reply(HttpResponse response) {
    return new Reply(response.statusCode(), response.bodyText());
  }
}
