package io.foundryidentity.agent.azure;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.credential.TokenRequestContext;
import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.Context;
import io.foundryidentity.agent.core.connection.Connector;
import io.foundryidentity.agent.core.connection.ProxyLookup;
import io.foundryidentity.agent.core.token.Identity;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;

/** The forms of an expiry, through the libraries: at each endpoint, each in one locale and zone. */
class ExpiryFormsTest {

  private static final long LIFE = 1_800;

  private static String american(Instant end, boolean twelve) {
    var t = end.atOffset(ZoneOffset.UTC);
    int hour = twelve ? (t.getHour() % 12 == 0 ? 12 : t.getHour() % 12) : t.getHour();
    return t.getMonthValue()
        + "/"
        + t.getDayOfMonth()
        + "/"
        + t.getYear()
        + " "
        + hour
        + end.toString().substring(13, 19)
        + (twelve ? (t.getHour() < 12 ? " AM" : " PM") : "")
        + " +00:00";
  }

  private static String jwt(Instant end) {
    return "e30."
        + Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(
                ("{\"exp\":" + end.getEpochSecond() + "}").getBytes(StandardCharsets.UTF_8))
        + ".c2ln";
  }

  /** The members of each answer, which says or does not say that the token has half an hour. */
  private static List<String> answers(Instant now) {
    Instant end = now.plusSeconds(LIFE).truncatedTo(ChronoUnit.SECONDS);
    long on = end.getEpochSecond();
    List<String> all = new ArrayList<>();
    all.add("\"expires_on\":\"" + on + "\"");
    all.add("\"expires_on\":" + on);
    all.add("\"expires_on\":" + on + ".5,\"expires_in\":\"1800\"");
    all.add("\"expires_on\":" + on * 1000);
    all.add("\"expires_on\":\"" + end + "\"");
    all.add("\"expires_on\":\"" + end.toString().replace("Z", ".1234567+00:00") + "\"");
    all.add("\"expires_on\":\"" + end.toString().replace("Z", "") + "\"");
    all.add("\"expires_on\":\"" + american(end, true) + "\"");
    all.add("\"expires_on\":\"" + american(end, false) + "\"");
    all.add("\"expires_in\":1800");
    all.add("\"expires_in\":\"1800\"");
    all.add("\"expires_in\":\"1800.9\",\"expires_on\":\"never\",\"refresh_in\":\"soon\"");
    all.add("\"expires_in\":1800,\"expires_on\":" + (on + 80_000));
    all.add("\"expires_in\":86399,\"expires_on\":\"" + on + "\",\"refresh_in\":-1");
    all.add("\"expires_in\":-5,\"expires_on\":\"" + on + "\",\"ext_expires_in\":\"x\"");
    return all;
  }

  /** And those that say nothing that can be right; an opaque token then has an hour. */
  private static final List<String> SILENT =
      List.of(
          "\"token_type\":\"Bearer\"",
          "\"expires_on\":\"\",\"expires_in\":\"\"",
          "\"expires_on\":null,\"expires_in\":0",
          "\"expires_on\":\"\u0661\u0667\u0666\",\"expires_in\":-3600",
          "\"expires_on\":\"30/11/2569 13:00:00\",\"expires_in\":1e300");

  private static String body(String token, String members) {
    return "{\"access_token\":\"" + token + "\",\"resource\":\"r\"," + members + "}";
  }

  private static void check(List<String> results) {
    int stated = answers(Instant.now()).size();
    assertThat(results).hasSize(stated + SILENT.size() + 1);
    for (int i = 0; i < results.size(); i++) {
      long expected = i < stated ? LIFE : i < stated + SILENT.size() ? 3_600 : 5_000;
      String result = results.get(i);
      int begin = "token life=".length();
      assertThat(result).as("answer %s", i).startsWith("token life=");
      assertThat(Long.parseLong(result.substring(begin, result.indexOf(' ', begin))))
          .as("answer %s", i)
          .isBetween(expected - 5, expected);
    }
  }

  private static String answer(int number) {
    List<String> stated = answers(Instant.now());
    if (number < stated.size()) {
      return body("opaque-" + number, stated.get(number));
    }
    return number < stated.size() + SILENT.size()
        ? body("opaque-" + number, SILENT.get(number - stated.size()))
        : body(jwt(Instant.now().plusSeconds(5_000)), "\"token_type\":\"Bearer\"");
  }

  @ParameterizedTest
  @CsvSource({
    "IMDS, th, TH, TH, Asia/Kathmandu",
    "APP_SERVICE, ar, EG, '', America/St_Johns",
    "CLOUD_SHELL, tr, TR, '', Pacific/Apia",
    "ARC, ja, JP, JP, America/New_York",
  })
  void each_endpoint_may_use_any_form(
      String kind, String language, String country, String variant, String zone) throws Exception {
    AtomicInteger count = new AtomicInteger();
    try (ScriptedServer server =
        new ScriptedServer(
            out -> {
              byte[] body = answer(count.getAndIncrement()).getBytes(StandardCharsets.UTF_8);
              out.write(
                  ("HTTP/1.1 200 OK\r\nContent-Length: " + body.length + "\r\n\r\n")
                      .getBytes(StandardCharsets.US_ASCII));
              out.write(body);
              out.flush();
            })) {
      ChildJvm jvm =
          new ChildJvm()
              .flag("-Duser.language=" + language)
              .flag("-Duser.country=" + country)
              .flag("-Duser.variant=" + variant)
              .flag("-Duser.timezone=" + zone);
      switch (kind) {
        case "APP_SERVICE":
          jvm.with("IDENTITY_ENDPOINT", server.url()).with("IDENTITY_HEADER", "secret-header");
          break;
        case "CLOUD_SHELL":
          jvm.with("MSI_ENDPOINT", server.url());
          break;
        case "ARC":
          jvm.with("IDENTITY_ENDPOINT", server.url() + "/metadata/identity/oauth2/token")
              .with("IMDS_ENDPOINT", server.url());
          break;
        default:
          jvm.with("AZURE_POD_IDENTITY_AUTHORITY_HOST", server.url());
      }
      int calls = answers(Instant.now()).size() + SILENT.size() + 1;
      check(jvm.run("credential=managed-identity", "calls=" + calls).results());
    }
  }

  @Test
  void entra_may_too() {
    AtomicInteger count = new AtomicInteger();
    HttpClient entra =
        new HttpClient() {
          @Override
          public Mono<HttpResponse> send(HttpRequest request) {
            return Mono.fromCallable(() -> sendSync(request, Context.NONE));
          }

          @Override
          public HttpResponse sendSync(HttpRequest request, Context context) {
            return new BufferedResponse(
                request,
                IdentityAnswer.of(
                    200, header -> null, answer(count.get()).getBytes(StandardCharsets.UTF_8)));
          }
        };
    Map<String, String> variables =
        Map.of(
            "AZURE_CLIENT_ID", "11111111-2222-4333-8444-555555555555",
            "AZURE_TENANT_ID", "11111111-2222-4333-8444-666666666666",
            "AZURE_CLIENT_SECRET", "not-a-secret");
    Identity identity = new Identity("environment", null, null, null, null, null);
    IdentityEnvironment environment = new IdentityEnvironment(variables, identity);
    FetchThreads threads = new AgentThreads().ofSource();
    Members members =
        new Members(
            identity,
            environment,
            entra,
            binding -> {
              throw new AssertionError("no binding");
            },
            new ImdsProbe(
                new DirectHttpClient(
                    new Connector(
                        new ProxyLookup(variables), Duration.ofSeconds(30), Duration.ofSeconds(30)),
                    Duration.ofSeconds(30)),
                null,
                () -> false),
            threads);
    List<String> results = new ArrayList<>();
    int calls = answers(Instant.now()).size() + SILENT.size() + 1;
    try {
      for (int i = 0; i < calls; i++) {
        count.set(i);
        assertThat(threads.begin(Duration.ofMinutes(1))).isTrue();
        try {
          var token =
              members
                  .environment()
                  .credential()
                  .getTokenSync(new TokenRequestContext().addScopes("https://a.test/.default"));
          long left = token.getExpiresAt().toEpochSecond() - Instant.now().getEpochSecond();
          results.add("token life=" + left + " ");
        } finally {
          threads.end();
        }
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    check(results);
  }
}
