package io.foundryidentity.agent.azure;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpRequest;
import io.foundryidentity.agent.core.output.KnownSecrets;
import java.net.URL;
import org.jspecify.annotations.Nullable;

/** The keys of an ECS task or of a pod with EKS Pod Identity. */
final class AwsContainer {

  private static final String RELATIVE = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI";
  private static final String FULL = "AWS_CONTAINER_CREDENTIALS_FULL_URI";
  private static final String TOKEN = "AWS_CONTAINER_AUTHORIZATION_TOKEN";
  private static final String TOKEN_FILE = "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE";
  private static final String ECS = "http://169.254.170.2";

  private final IdentityEnvironment environment;
  private final AssertionExchange exchange;

  AwsContainer(IdentityEnvironment environment, AssertionExchange exchange) {
    this.environment = environment;
    this.exchange = exchange;
  }

  /** Whether the platform names its endpoint. */
  boolean isConfigured() {
    return environment.get(RELATIVE) != null || environment.get(FULL) != null;
  }

  AwsCredentials credentials() {
    HttpRequest request = new HttpRequest(HttpMethod.GET, url());
    String token = token();
    if (token != null) {
      request.setHeader(HttpHeaderName.AUTHORIZATION, token);
    }
    return AwsKeys.in(exchange.send(request), "the endpoint of this container");
  }

  /** The path at ECS's own address comes before the whole URL, as in AWS's libraries. */
  URL url() {
    String relative = environment.get(RELATIVE);
    if (relative == null) {
      return AssertionUrl.ofMetadata(FULL, String.valueOf(environment.get(FULL)));
    }
    if (!relative.startsWith("/")) {
      // It would change the host
      throw new WrongSettingException(RELATIVE + " is not a path that begins with /");
    }
    return AssertionUrl.ofMetadata(RELATIVE, ECS + relative);
  }

  private @Nullable String token() {
    String file = environment.get(TOKEN_FILE);
    String variable = environment.get(TOKEN);
    if (file == null && variable == null) {
      return null;
    }
    String token =
        file == null
            ? HeaderValue.of(TOKEN, String.valueOf(variable))
            : HeaderValue.of("the file of " + TOKEN_FILE, TokenFile.read(TOKEN_FILE, file));
    KnownSecrets.add(token);
    return token;
  }
}
