package io.foundryidentity.cases.playws;

import com.typesafe.config.ConfigFactory;
import io.foundryidentity.cases.calls.Calls;
import io.foundryidentity.cases.calls.Foundry;
import io.foundryidentity.cases.calls.RawCalls;
import io.foundryidentity.cases.calls.Reply;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.util.ByteString;
import play.libs.ws.DefaultBodyWritables;
import play.libs.ws.StandaloneWSRequest;
import play.libs.ws.StandaloneWSResponse;
import play.libs.ws.ahc.AhcWSClientConfigFactory;
import play.libs.ws.ahc.StandaloneAhcWSClient;

/** Play's client by itself, over its own copy of AsyncHttpClient 2 and of Netty. */
public final class Main implements DefaultBodyWritables {

  private final StandaloneAhcWSClient client;
  private final Materializer materializer;
  private final String key;

  private Main(StandaloneAhcWSClient client, Materializer materializer, String key) {
    this.client = client;
    this.materializer = materializer;
    this.key = key;
  }

  public static void main(String[] arguments) throws Exception {
    Foundry foundry = Foundry.from(System.getenv());
    ActorSystem actors = ActorSystem.create();
    Materializer materializer = Materializer.createMaterializer(actors);
    try (StandaloneAhcWSClient client =
        StandaloneAhcWSClient.create(
            AhcWSClientConfigFactory.forConfig(ConfigFactory.load(), Main.class.getClassLoader()),
            materializer)) {
      Main program = new Main(client, materializer, foundry.key());
      new RawCalls(foundry, new Calls(System.out)).make("", program::whole, program::streamed);
    } finally {
      actors.terminate();
    }
  }

  private Reply whole(String url, String json) throws Exception {
    StandaloneWSResponse response = answer(request(url, json).execute());
    return new Reply(response.getStatus(), response.getBody());
  }

  private Reply streamed(String url, String json) throws Exception {
    StandaloneWSResponse response = answer(request(url, json).stream());
    ByteString pieces =
        answer(
            response
                .getBodyAsSource()
                .runWith(
                    Sink.fold(ByteString.emptyByteString(), ByteString::concat), materializer));
    return new Reply(response.getStatus(), pieces.utf8String());
  }

  private StandaloneWSRequest request(String url, String json) {
    return client
        .url(url)
        .setMethod("POST")
        .addHeader("Authorization", "Bearer " + key)
        .setBody(body(json, "application/json"));
  }

  private static <T> T answer(CompletionStage<T> future) throws Exception {
    return future.toCompletableFuture().get(60, TimeUnit.SECONDS);
  }
}
