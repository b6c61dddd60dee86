package io.foundryidentity.agent.azure;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpRequest;
import io.foundryidentity.agent.core.token.Clock;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A token of AWS's outbound identity federation: AWS STS gives it for the AWS identity of this
 * process, which signs the request ({@code GetWebIdentityToken}).
 *
 * <p>The token is asked for RS256, as Entra ID accepts no ES384, and for five minutes: it is used
 * at once, and the keys that AWS advises for permissions allow no more.
 */
final class AwsAssertion implements AssertionSource {

  private static final String STS = "AWS STS";
  private static final String TOKEN = "WebIdentityToken";
  private static final String[] ENDPOINTS = {"AWS_ENDPOINT_URL_STS", "AWS_ENDPOINT_URL"};
  private static final String FORM = "application/x-www-form-urlencoded; charset=utf-8";
  private static final long CLOCKS_APART = 4 * 60 * 1_000L;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final IdentityEnvironment environment;
  private final String audience;
  private final AssertionExchange exchange;
  private final Clock clock;

  AwsAssertion(
      IdentityEnvironment environment, String audience, AssertionExchange exchange, Clock clock) {
    this.environment = environment;
    this.audience = audience;
    this.exchange = exchange;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "AWS";
  }

  @Override
  public String assertion() {
    AwsInstance instance = new AwsInstance(environment, exchange);
    AwsContainer container = new AwsContainer(environment, exchange);
    AwsCredentials credentials = new AwsSearch(environment, container, instance).credentials();
    AwsRegion region = AwsRegion.of(environment, instance);
    URL url = endpoint(region);
    AwsSignature signature = new AwsSignature(credentials, region.name(), "sts");
    long now = clock.epochMillis();
    AssertionAnswer answer = exchange.send(signed(url, credentials, signature, now));
    long told = answer.timeMillis();
    if (answer.status() / 100 == 4 && told != 0 && Math.abs(told - now) > CLOCKS_APART) {
      // AWS refuses a signature of another time, and this machine's clock may be wrong
      answer = exchange.send(signed(url, credentials, signature, told));
    }
    if (answer.status() != 200) {
      throw AwsRefusal.of(answer);
    }
    return new AssertionCheck(STS, audience).of(AwsXml.text(answer.text(), TOKEN), answer);
  }

  private URL endpoint(AwsRegion region) {
    for (String variable : ENDPOINTS) {
      String value = environment.get(variable);
      if (value != null) {
        URL url = AssertionUrl.of(variable, value.trim());
        if (url.getQuery() != null || !(url.getPath().isEmpty() || url.getPath().equals("/"))) {
          throw new WrongSettingException(variable + " has a path or a query, and STS has none");
        }
        return url;
      }
    }
    return AssertionUrl.of("AWS_REGION", region.stsUrl());
  }

  private HttpRequest signed(
      URL url, AwsCredentials credentials, AwsSignature signature, long millis) {
    String form =
        "Action=GetWebIdentityToken&Version=2011-06-15&Audience.member.1="
            + FormText.encoded(audience)
            + "&SigningAlgorithm=RS256&DurationSeconds=300";
    byte[] body = form.getBytes(StandardCharsets.UTF_8);
    SortedMap<String, String> headers = new TreeMap<>();
    boolean usual = url.getPort() == -1 || url.getPort() == url.getDefaultPort();
    headers.put("host", usual ? url.getHost() : url.getHost() + ":" + url.getPort());
    headers.put("content-type", FORM);
    headers.put(AwsSignature.DATE, TIME.format(Instant.ofEpochMilli(millis)));
    if (credentials.sessionToken != null) {
      headers.put(AwsSignature.SESSION, credentials.sessionToken);
    }
    HttpRequest request = new HttpRequest(HttpMethod.POST, url).setBody(body);
    HttpHeaders sent = request.getHeaders();
    for (Map.Entry<String, String> header : headers.entrySet()) {
      sent.set(HttpHeaderName.fromString(header.getKey()), header.getValue());
    }
    sent.set(HttpHeaderName.AUTHORIZATION, signature.authorization("POST", headers, body));
    // STS would answer in JSON to a client that accepts only that
    sent.set(HttpHeaderName.ACCEPT, "*/*");
    return request;
  }
}
