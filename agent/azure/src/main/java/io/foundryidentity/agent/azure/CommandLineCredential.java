package io.foundryidentity.agent.azure;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The token of the account that is signed in to Azure CLI or Azure Developer CLI.
 *
 * <p>azure-identity's own classes leave it to a shell to find the tool, by the whole of PATH.
 */
final class CommandLineCredential implements TokenCredential {

  /** As in azure-identity. */
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final DeveloperTool tool;
  private final String product;
  private final List<String> command;
  private final String tenantOption;
  private final String member;
  private final String signIn;
  private final boolean takesResource;
  private final @Nullable String tenantId;

  private CommandLineCredential(
      String product,
      DeveloperTool tool,
      List<String> command,
      String tenantOption,
      String member,
      String signIn,
      boolean takesResource,
      @Nullable String tenantId) {
    this.product = product;
    this.tool = tool;
    this.command = command;
    this.tenantOption = tenantOption;
    this.member = member;
    this.signIn = signIn;
    this.takesResource = takesResource;
    this.tenantId = tenantId;
  }

  /** {@code az account get-access-token}. */
  static CommandLineCredential azureCli(
      Map<String, String> environment, @Nullable String tenantId) {
    return new CommandLineCredential(
        "Azure CLI",
        new DeveloperTool("Azure CLI", "az", environment, TIMEOUT),
        Arrays.asList("account", "get-access-token", "--output", "json", "--resource"),
        "--tenant",
        "accessToken",
        "az login",
        true,
        tenantId);
  }

  /** {@code azd auth token}. */
  static CommandLineCredential azureDeveloperCli(
      Map<String, String> environment, @Nullable String tenantId) {
    return new CommandLineCredential(
        "Azure Developer CLI",
        new DeveloperTool("Azure Developer CLI", "azd", environment, TIMEOUT),
        Arrays.asList("auth", "token", "--output", "json", "--no-prompt", "--scope"),
        "--tenant-id",
        "token",
        "azd auth login",
        false,
        tenantId);
  }

  @Override
  public Mono<AccessToken> getToken(TokenRequestContext request) {
    return Mono.fromCallable(() -> getTokenSync(request));
  }

  @Override
  public AccessToken getTokenSync(TokenRequestContext request) {
    String scope = request.getScopes().get(0);
    List<String> arguments = new ArrayList<>(command);
    arguments.add(takesResource ? resource(scope) : scope);
    // The tool's own tenant; Azure CLI does not know that word
    if (tenantId != null && !tenantId.equals("organizations")) {
      arguments.add(tenantOption);
      arguments.add(tenantId);
    }
    ToolOutput output = tool.run(arguments.toArray(new String[0]));
    AccessToken token = output.exitCode == 0 ? ToolToken.in(output.text, product, member) : null;
    if (token != null) {
      return token;
    }
    if (output.says(signIn) || output.says("az account set")) {
      throw new ToolAnsweredException("no account: sign in with " + signIn);
    }
    throw tool.failure(output);
  }

  /** A scope without its last part, as Azure CLI and Azure PowerShell take it. */
  static String resource(String scope) {
    String all = "/.default";
    return scope.endsWith(all) ? scope.substring(0, scope.length() - all.length()) : scope;
  }
}
