package io.foundryidentity.cases.pekkohttp;

import com.typesafe.config.ConfigFactory;
import io.foundryidentity.cases.calls.Calls;
import io.foundryidentity.cases.calls.Foundry;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.HttpCredentials;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.util.ByteString;

/** A program that calls Foundry by Pekko's HTTP client, without a client library. */
public final class Main {

  private final Foundry foundry;
  private final ActorSystem system;

  private Main(Foundry foundry, ActorSystem system) {
    this.foundry = foundry;
    this.system = system;
  }

  public static void main(String[] arguments) {
    ActorSystem system =
        ActorSystem.create(
            "case",
            ConfigFactory.parseMap(Map.of("pekko.loglevel", "OFF", "pekko.stdout-loglevel", "OFF"))
                .withFallback(ConfigFactory.load()));
    Main program = new Main(Foundry.from(System.getenv()), system);
    new Calls(System.out)
        .call("models", program::models)
        .call("chat", () -> program.chat(false))
        .call("chat streaming", () -> program.chat(true))
        .call("embeddings", program::embeddings);
    Http.get(system).shutdownAllConnectionPools().toCompletableFuture().join();
    system.terminate();
  }

  private String models() throws Exception {
    return answer(
        HttpRequest.GET(foundry.url() + "/openai/v1/models")
            .addHeader(RawHeader.create("api-key", foundry.key())),
        "id",
        ", ");
  }

  private String chat(boolean stream) throws Exception {
    return answer(
        post(
            "chat/completions",
            "{\"model\":\"gpt-4.1-mini\",\"stream\":"
                + stream
                + ",\"messages\":[{\"role\":\"user\",\"content\":\"Who am I?\"}]}"),
        "content",
        "");
  }

  private String embeddings() throws Exception {
    return answer(
        post("embeddings", "{\"model\":\"text-embedding-3-small\",\"input\":\"Who am I?\"}"),
        "model",
        "");
  }

  private HttpRequest post(String path, String json) {
    return HttpRequest.POST(foundry.url() + "/openai/v1/" + path)
        .addCredentials(HttpCredentials.createOAuth2BearerToken(foundry.key()))
        .withEntity(HttpEntities.create(ContentTypes.APPLICATION_JSON, json));
  }

  /** Every value of that JSON field with the separator between them; a refusal is thrown. */
  private String answer(HttpRequest request, String field, String separator) throws Exception {
    HttpResponse response = await(Http.get(system).singleRequest(request));
    String body =
        await(
                response
                    .entity()
                    .getDataBytes()
                    .runFold(ByteString.emptyByteString(), ByteString::concat, system))
            .utf8String();
    if (response.status().isFailure()) {
      throw new IOException(response.status().intValue() + ": " + body);
    }
    Matcher values =
        Pattern.compile("\"" + field + "\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*)\"").matcher(body);
    StringBuilder answer = new StringBuilder();
    while (values.find()) {
      answer.append(answer.length() == 0 ? "" : separator).append(values.group(1));
    }
    return answer.length() == 0 ? body : answer.toString();
  }

  private static <T> T await(CompletionStage<T> answer) throws Exception {
    return answer.toCompletableFuture().get(20, TimeUnit.SECONDS);
  }
}
