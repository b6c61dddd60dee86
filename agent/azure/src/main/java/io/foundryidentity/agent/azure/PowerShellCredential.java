package io.foundryidentity.agent.azure;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.azure.identity.CredentialUnavailableException;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The token of the account that is signed in to Azure PowerShell ({@code Connect-AzAccount}).
 *
 * <p>azure-identity's own class of this kind needs jna to tell Windows from the rest.
 */
final class PowerShellCredential implements TokenCredential {

  /** What may stand inside the script's quotes. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_.:/-]+");

  private static final String MARK = "FOUNDRY-TOKEN";

  private final @Nullable String tenantId;
  private final Duration timeout;

  PowerShellCredential(@Nullable String tenantId, Duration timeout) {
    this.tenantId = tenantId;
    this.timeout = timeout;
  }

  @Override
  public Mono<AccessToken> getToken(TokenRequestContext request) {
    return Mono.fromCallable(() -> getTokenSync(request));
  }

  @Override
  public AccessToken getTokenSync(TokenRequestContext request) {
    String scope = request.getScopes().get(0);
    String resource =
        scope.endsWith("/.default")
            ? scope.substring(0, scope.length() - "/.default".length())
            : scope;
    try {
      return run(script(resource));
    } catch (IOException e) {
      // pwsh is not there: the system's own words differ by platform and say no more than this
      throw new CredentialUnavailableException("Azure PowerShell is not installed");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CredentialUnavailableException("interrupted", e);
    }
  }

  /** Az.Accounts 5 answers with a SecureString, earlier versions with a string. */
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

  private AccessToken run(String script) throws IOException, InterruptedException {
    boolean windows =
        System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
    String encoded = Base64.getEncoder().encodeToString(script.getBytes(StandardCharsets.UTF_16LE));
    File nothing = new File(windows ? "NUL" : "/dev/null");
    Process process =
        new ProcessBuilder(
                windows ? "pwsh.exe" : "pwsh",
                "-NoProfile",
                "-NonInteractive",
                "-EncodedCommand",
                encoded)
            .redirectInput(nothing)
            .redirectErrorStream(true)
            .start();
    try (BufferedReader output =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      // The answer is one line: it fits the pipe, so waiting before reading cannot block the tool
      if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new CredentialUnavailableException("Azure PowerShell did not answer in time");
      }
      String line;
      while ((line = output.readLine()) != null) {
        if (line.startsWith(MARK + " ")) {
          return parsed(line);
        }
        if (line.startsWith("FOUNDRY-NO-MODULE")) {
          throw new CredentialUnavailableException("PowerShell has no module Az.Accounts");
        }
      }
      throw new CredentialUnavailableException(
          "Azure PowerShell has no signed-in account (Connect-AzAccount)");
    } finally {
      process.destroyForcibly();
    }
  }

  private static AccessToken parsed(String line) {
    int expiry = MARK.length() + 1;
    int token = line.indexOf(' ', expiry) + 1;
    if (token == 0) {
      throw new CredentialUnavailableException("Azure PowerShell answered without a token");
    }
    long seconds = Long.parseLong(line.substring(expiry, token - 1).trim());
    return new AccessToken(
        line.substring(token).trim(), Instant.ofEpochSecond(seconds).atOffset(ZoneOffset.UTC));
  }
}
