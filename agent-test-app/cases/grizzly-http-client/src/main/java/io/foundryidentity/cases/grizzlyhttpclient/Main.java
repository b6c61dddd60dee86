package io.foundryidentity.cases.grizzlyhttpclient;

import com.ning.http.client.AsyncHttpClient;
import com.ning.http.client.AsyncHttpClientConfig;
import com.ning.http.client.providers.grizzly.GrizzlyAsyncHttpProvider;
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
import org.glassfish.jersey.grizzly.connector.GrizzlyConnectorProvider;

/** Grizzly's HTTP client by itself, and Jersey's client over it, synchronous and asynchronous. */
public final class Main {

  private final AsyncHttpClient grizzly;
  private final Client jersey;
  private final String key;

  private Main(AsyncHttpClient grizzly, Client jersey, String key) {
    this.grizzly = grizzly;
    this.jersey = jersey;
    this.key = key;
  }

  public static void main(String[] arguments) {
    Foundry foundry = Foundry.from(System.getenv());
    AsyncHttpClientConfig config = new AsyncHttpClientConfig.Builder().build();
    try (AsyncHttpClient grizzly =
        new AsyncHttpClient(new GrizzlyAsyncHttpProvider(config), config)) {
      Client jersey =
          ClientBuilder.newClient(
              new ClientConfig().connectorProvider(new GrizzlyConnectorProvider()));
      Main program = new Main(grizzly, jersey, foundry.key());
      new RawCalls(foundry, new Calls(System.out))
          .make("", program::alone, program::alone)
          .make(" Jersey", program::now, program::now)
          .make(" Jersey async", program::later, program::later);
      jersey.close();
    }
  }

  private Reply alone(String url, String json) throws Exception {
    com.ning.http.client.Response response =
        grizzly
            .preparePost(url)
            .setHeader("Authorization", "Bearer " + key)
            .setHeader("Content-Type", "application/json")
            .setBody(json)
            .execute()
            .get();
    return new Reply(response.getStatusCode(), response.getResponseBody("UTF-8"));
  }

  private Reply now(String url, String json) {
    return reply(request(url).post(Entity.json(json)));
  }

  private Reply later(String url, String json) throws Exception {
    return reply(request(url).async().post(Entity.json(json)).get());
  }

  private Invocation.Builder request(String url) {
    return jersey.target(url).request().header("api-key", key);
  }

  private static Reply reply(Response response) {
    return new Reply(response.getStatus(), response.readEntity(String.class));
  }
}
