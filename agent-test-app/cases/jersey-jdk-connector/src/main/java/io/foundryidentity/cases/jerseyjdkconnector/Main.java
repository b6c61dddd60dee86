package io.foundryidentity.cases.jerseyjdkconnector;

import io.foundryidentity.cases.calls.Calls;
import io.foundryidentity.cases.calls.Foundry;
import io.foundryidentity.cases.calls.RawCalls;
import io.foundryidentity.cases.calls.Reply;
import jakarta.ws.rs.client.Client;
import jakarta.ws.rs.client.ClientBuilder;
import jakarta.ws.rs.client.Entity;
import jakarta.ws.rs.client.Invocation;
import jakarta.ws.rs.core.Response;
import org.glassfish.jersey.client.ClientConfig;
import org.glassfish.jersey.jdk.connector.JdkConnectorProvider;

/** Jersey's client over its own connector, synchronous and asynchronous. */
public final class Main {

  private final Client client;
  private final String key;

  private Main(Client client, String key) {
    this.client = client;
    this.key = key;
  }

  public static void main(String[] arguments) {
    Foundry foundry = Foundry.from(System.getenv());
    Client client =
        ClientBuilder.newClient(new ClientConfig().connectorProvider(new JdkConnectorProvider()));
    Main program = new Main(client, foundry.key());
    new RawCalls(foundry, new Calls(System.out))
        .make("", program::now, program::now)
        .make(" async", program::later, program::later);
    client.close();
  }

  private Reply now(String url, String json) {
    return reply(request(url).post(Entity.json(json)));
  }

  private Reply later(String url, String json) throws Exception {
    return reply(request(url).async().post(Entity.json(json)).get());
  }

  private Invocation.Builder request(String url) {
    return client.target(url).request().header("api-key", key);
  }

  private static Reply reply(Response response) {
    return new Reply(response.getStatus(), response.readEntity(String.class));
  }
}
