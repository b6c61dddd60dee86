package io.foundryidentity.benchmark.programs;

import com.azure.identity.AuthenticationUtil;
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
      case "azure-identity" -> azureIdentity();
      default -> throw new IllegalArgumentException(way);
    };
  }

  private static Supplier<@Nullable String> constant(String value) {
    return () -> value;
  }

  /** As azure-identity's own documentation has it: its supplier is asked before each request. */
  private static Supplier<@Nullable String> azureIdentity() {
    Supplier<String> token =
        AuthenticationUtil.getBearerTokenSupplier(
            new DefaultAzureCredentialBuilder().build(), SCOPE);
    return () -> "Bearer " + token.get();
  }
}
