package io.foundryidentity.cases.tyrusclient;

import io.foundryidentity.cases.calls.Calls;
import io.foundryidentity.cases.calls.Foundry;
import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.glassfish.tyrus.client.ClientManager;

/** The realtime API over Tyrus: its usual container, on Grizzly, and the one on the JDK. */
public final class Main {

  private static final String CONTAINERS = "org.glassfish.tyrus.container.";

  private static final Pattern SIGNED_IN = Pattern.compile("\"signed_in_as\":\"([^\"]+)\"");

  private final URI realtime;
  private final String key;

  private Main(Foundry foundry) {
    realtime =
        URI.create(
            foundry.url().replaceFirst("http", "ws") + "/openai/v1/realtime?model=gpt-realtime");
    key = foundry.key();
  }

  public static void main(String[] arguments) {
    Main program = new Main(Foundry.from(System.getenv()));
    new Calls(System.out)
        .call("realtime", () -> program.firstEvent("grizzly.client.GrizzlyClientContainer"))
        .call("realtime JDK", () -> program.firstEvent("jdk.client.JdkClientContainer"));
  }

  private String firstEvent(String container) throws Exception {
    FirstEvent event = new FirstEvent();
    ClientEndpointConfig config =
        ClientEndpointConfig.Builder.create().configurator(new WithKey(key)).build();
    try (Session session =
        ClientManager.createClient(CONTAINERS + container)
            .connectToServer(event, config, realtime)) {
      return signedIn(event.text.get(60, TimeUnit.SECONDS));
    } catch (DeploymentException refused) {
      throw refused.getCause() instanceof Exception ? (Exception) refused.getCause() : refused;
    }
  }

  private static String signedIn(String event) {
    Matcher who = SIGNED_IN.matcher(event);
    if (!who.find()) {
      throw new IllegalStateException("No session: " + event);
    }
    return "A session, signed in as " + who.group(1);
  }

  private static final class FirstEvent extends Endpoint {

    private final CompletableFuture<String> text = new CompletableFuture<>();

    @Override
    public void onOpen(Session session, EndpointConfig config) {
      session.addMessageHandler(String.class, (MessageHandler.Whole<String>) text::complete);
    }
  }

  private static final class WithKey extends ClientEndpointConfig.Configurator {

    private final String key;

    private WithKey(String key) {
      this.key = key;
    }

    @Override
    public void beforeRequest(Map<String, List<String>> headers) {
      headers.put("api-key", List.of(key));
    }
  }
}
