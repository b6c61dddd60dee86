package io.foundryidentity.cases.javawebsocket;

import io.foundryidentity.cases.calls.Calls;
import io.foundryidentity.cases.calls.Foundry;
import java.io.IOException;
import java.net.URI;
import java.util.Collections;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A realtime session over Java-WebSocket, opened twice. */
public final class Main {

  private static final Pattern WHO = Pattern.compile("\"signed_in_as\"\\s*:\\s*\"([^\"]+)\"");

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
    Matcher who = WHO.matcher(created);
    if (!who.find()) {
      throw new IOException("A session of nobody: " + created);
    }
    return "A session, signed in as " + who.group(1);
  }
}
