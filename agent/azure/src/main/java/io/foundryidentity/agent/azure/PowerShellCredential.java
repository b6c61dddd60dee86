package io.foundryidentity.agent.azure;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.azure.identity.CredentialUnavailableException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The token of the account that is signed in to Azure PowerShell ({@code Connect-AzAccount}).
 *
 * <p>azure-identity's own class needs jna to detect Windows, and jna is not shipped.
 */
final class PowerShellCredential implements TokenCredential {

  /** Text that is safe inside the script's quotes. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_.:/-]+");

  /** Its modules load slowly. */
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private static final String MARK = "FOUNDRY-TOKEN";

  private final @Nullable String tenantId;
  private final DeveloperTool tool;

  PowerShellCredential(Map<String, String> environment, @Nullable String tenantId) {
    this.tenantId = tenantId;
    this.tool = new DeveloperTool("Azure PowerShell", "pwsh", environment, TIMEOUT);
  }

  @Override
  public Mono<AccessToken> getToken(TokenRequestContext request) {
    return Mono.fromCallable(() -> getTokenSync(request));
  }

  @Override
  public AccessToken getTokenSync(TokenRequestContext request) {
    return run(script(CommandLineCredential.resource(request.getScopes().get(0))));
  }

  /** Az.Accounts 5 returns a SecureString, earlier versions a string. */
  private String script(String resource) {
    String tenant = tenantId == null ? "" : " -TenantId '" + plain(tenantId) + "'";
    return "$ErrorActionPreference='Stop';$ProgressPreference='SilentlyContinue';"
        + "try{Import-Module Az.Accounts}catch{'FOUNDRY-NO-MODULE';exit 1};"
        + ("$a=Get-AzAccessToken -ResourceUrl '" + plain(resource) + "'" + tenant + ";")
        + "$t=$a.Token;if($t -is [securestring]){"
        + "$t=(New-Object System.Net.NetworkCredential('',$t)).Password};"
        + ("'" + MARK + " '+$a.ExpiresOn.ToUnixTimeSeconds()+' '+$t");
  }

  private static String plain(String value) {
    if (!PLAIN.matcher(value).matches()) {
      throw new CredentialUnavailableException("a scope or tenant that is no plain word");
    }
    return value;
  }

  private AccessToken run(String script) {
    String encoded = Base64.getEncoder().encodeToString(script.getBytes(StandardCharsets.UTF_16LE));
    ToolOutput output = tool.run("-NoProfile", "-NonInteractive", "-EncodedCommand", encoded);
    for (String printed : output.text.split("\n", -1)) {
      String line = printed.trim();
      if (output.exitCode == 0 && line.startsWith(MARK + " ")) {
        return parsed(line);
      }
      if (line.startsWith("FOUNDRY-NO-MODULE")) {
        throw new CredentialUnavailableException("PowerShell has no module Az.Accounts");
      }
    }
    throw new ToolAnsweredException(
        "Azure PowerShell has no signed-in account (Connect-AzAccount)");
  }

  private static AccessToken parsed(String line) {
    int expiry = MARK.length() + 1;
    int token = line.indexOf(' ', expiry) + 1;
    if (token == 0) {
      throw new CredentialUnavailableException("Azure PowerShell answered without a token");
    }
    Map<String, @Nullable Object> members = new HashMap<>();
    members.put("expires_on", line.substring(expiry, token - 1).trim());
    String value = line.substring(token).trim();
    if (value.isEmpty()) {
      throw new CredentialUnavailableException("Azure PowerShell answered without a token");
    }
    TokenLife life =
        TokenLife.of(members, value, System.currentTimeMillis(), ZoneId.systemDefault());
    life.tell("Azure PowerShell");
    return new AccessToken(value, Instant.ofEpochSecond(life.expiresOn).atOffset(ZoneOffset.UTC));
  }
}
