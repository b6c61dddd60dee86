package io.foundryidentity.agent.azure;

import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.Context;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Sends the requests for Entra ID to AKS's token proxy. */
final class TokenProxyClient implements HttpClient {

  private final IdentityBinding binding;
  private final HttpClient client;

  /**
   * @param client connects as the binding says
   */
  TokenProxyClient(IdentityBinding binding, HttpClient client) {
    this.binding = binding;
    this.client = client;
  }

  @Override
  public Mono<HttpResponse> send(HttpRequest request) {
    return Mono.fromCallable(() -> sendSync(request, Context.NONE));
  }

  @Override
  public HttpResponse sendSync(HttpRequest request, Context context) {
    try {
      return client.sendSync(request.copy().setUrl(binding.at(request.getUrl())), context);
    } catch (MalformedURLException e) {
      throw new UncheckedIOException(e);
    } catch (UncheckedIOException e) {
      String mistake = mistake(e);
      if (mistake == null) {
        throw e;
      }
      throw new WrongSettingException(mistake);
    }
  }

  /** What is wrong with the proxy's certificate; null if something else has failed. */
  private @Nullable String mistake(Throwable failure) {
    CertificateException refused = null;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateExpiredException
          || cause instanceof CertificateNotYetValidException) {
        return binding.expiredCertificate();
      }
      if (refused == null && cause instanceof CertificateException) {
        refused = (CertificateException) cause;
      }
    }
    if (refused == null) {
      return null;
    }
    // The JDK's words for a chain that does not end at a trusted certificate
    boolean otherAuthority = String.valueOf(refused.getMessage()).startsWith("PKIX path");
    return otherAuthority ? binding.otherAuthority() : binding.otherName();
  }
}
