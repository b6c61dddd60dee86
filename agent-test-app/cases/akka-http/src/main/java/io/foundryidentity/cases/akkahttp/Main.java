package io.foundryidentity.cases.akkahttp;

import akka.actor.ActorSystem;
import akka.http.javadsl.Http;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpEntity;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.HttpCredentials;
import akka.util.ByteString;
import com.typesafe.config.ConfigFactory;
import io.foundryidentity.cases.calls.Calls;
import io.foundryidentity.cases.calls.Foundry;
import io.foundryidentity.cases.calls.RawCalls;
import io.foundryidentity.cases.calls.Reply;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Akka's HTTP client by itself, out of its pool of connections. */
public final class Main {

  private final ActorSystem system;
  private final String key;

  private Main(ActorSystem system, String key) {
    this.system = system;
    this.key = key;
  }

  public static void main(String[] arguments) {
    Foundry foundry = Foundry.from(System.getenv());
    ActorSystem system = ActorSystem.create("case", ConfigFactory.load());
    Main program = new Main(system, foundry.key());
    new RawCalls(foundry, new Calls(System.out)).make("", program::whole, program::streamed);
    Http.get(system).shutdownAllConnectionPools().toCompletableFuture().join();
    system.terminate();
  }

  private Reply whole(String url, String json) throws Exception {
    HttpResponse response = post(url, json);
    HttpEntity.Strict entity = answer(response.entity().toStrict(20_000, system));
    return new Reply(response.status().intValue(), entity.getData().utf8String());
  }

  private Reply streamed(String url, String json) throws Exception {
    HttpResponse response = post(url, json);
    ByteString pieces =
        answer(
            response
                .entity()
                .getDataBytes()
                .runFold(ByteString.emptyByteString(), ByteString::concat, system));
    return new Reply(response.status().intValue(), pieces.utf8String());
  }

  private HttpResponse post(String url, String json) throws Exception {
    return answer(
        Http.get(system)
            .singleRequest(
                HttpRequest.POST(url)
                    .addCredentials(HttpCredentials.createOAuth2BearerToken(key))
                    .withEntity(HttpEntities.create(ContentTypes.APPLICATION_JSON, json))));
  }

  private static <T> T answer(CompletionStage<T> future) throws Exception {
    return future.toCompletableFuture().get(60, TimeUnit.SECONDS);
  }
}
