package io.foundryidentity.cases.javawebsocket;

import io.foundryidentity.cases.calls.Calls;
import io.foundryidentity.cases.calls.Foundry;
import java.net.URI;
import java.util.Collections;

/** A realtime session over Java-WebSocket, opened twice. */
public final class Main {

  private Main() {}

  public static void main(String[] arguments) {
    Foundry foundry = Foundry.from(System.getenv());
    URI realtime =
        URI.create(foundry.url().replaceFirst("^http", "ws") + "/openai/v1/realtime?model=gpt-4o");
    new Calls(System.out)
        .call("realtime", () -> session(realtime, foundry.key()))
        .call("realtime again", () -> session(realtime, foundry.key()));
  }

  private static String session(URI realtime, String key) throws Exception {
    Session session = new Session(realtime, Collections.singletonMap("api-key", key));
    session.connect();
    String created = session.next();
    session.send("Who am I?");
    session.next();
    session.close();
    return created;
  }
}
