package io.foundryidentity.agent.azure;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Signs in with the certificate that the file has now. If Entra ID refuses it and the file has
 * another one meanwhile, that one is used at once.
 */
final class CertificateCredential implements TokenCredential {

  /** Makes the library's credential for one certificate. */
  interface Maker {
    TokenCredential make(SigningCertificate certificate);
  }

  private final CertificateFile file;
  private final Maker maker;
  private volatile @Nullable SigningCertificate used;

  CertificateCredential(CertificateFile file, Maker maker) {
    this.file = file;
    this.maker = maker;
  }

  @Override
  public Mono<AccessToken> getToken(TokenRequestContext request) {
    return Mono.fromCallable(() -> getTokenSync(request));
  }

  @Override
  public AccessToken getTokenSync(TokenRequestContext request) {
    SigningCertificate first = file.read();
    used = first;
    try {
      return maker.make(first).getTokenSync(request);
    } catch (RuntimeException refused) {
      SigningCertificate renewed = renewed(first);
      if (renewed == null) {
        throw refused;
      }
      used = renewed;
      return maker.make(renewed).getTokenSync(request);
    }
  }

  private @Nullable SigningCertificate renewed(SigningCertificate before) {
    try {
      SigningCertificate now = file.read();
      return now.isSame(before) ? null : now;
    } catch (WrongSettingException unreadable) {
      return null; // The refusal is told, and the next fetch tells this
    }
  }

  /** Says that the certificate that was used is outside of its dates; null if it is not. */
  @Nullable String mistake() {
    SigningCertificate certificate = used;
    return certificate == null ? null : certificate.outsideOfItsDates(Instant.now());
  }
}
