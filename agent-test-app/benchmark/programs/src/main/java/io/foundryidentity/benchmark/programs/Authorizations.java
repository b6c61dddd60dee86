package io.foundryidentity.benchmark.programs;

import com.azure.core.credential.AccessTokenCache;
import com.azure.core.credential.TokenRequestContext;
import com.azure.identity.DefaultAzureCredentialBuilder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The ways in which a program comes to its {@code Authorization} header. */
final class Authorizations {

  private static final String SCOPE = "https://cognitiveservices.azure.com/.default";

  private Authorizations() {}

  static Supplier<@Nullable String> named(String way) {
    return switch (way) {
      case "none" -> () -> null;
      case "static" -> constant("Bearer " + System.getenv("FOUNDRY_KEY"));
      case "hook" -> constant("Bearer a-placeholder-that-opens-nothing");
      case "azure-identity" -> azureIdentity();
      default -> throw new IllegalArgumentException(way);
    };
  }

  /** What the client's own hook sets, if that is the way. */
  static @Nullable String late(String way) {
    return way.equals("hook") ? "Bearer " + System.getenv("FOUNDRY_KEY") : null;
  }

  private static Supplier<@Nullable String> constant(String value) {
    return () -> value;
  }

  /**
   * With azure-core's cache, as Azure's own clients keep tokens. The supplier that azure-identity
   * has for this ({@code AuthenticationUtil}, 1.19.0) sends each token it is asked for to {@code
   * www.example.com}.
   */
  private static Supplier<@Nullable String> azureIdentity() {
    AccessTokenCache tokens = new AccessTokenCache(new DefaultAzureCredentialBuilder().build());
    TokenRequestContext request = new TokenRequestContext().addScopes(SCOPE);
    return () -> "Bearer " + tokens.getTokenSync(request, false).getToken();
  }
}
