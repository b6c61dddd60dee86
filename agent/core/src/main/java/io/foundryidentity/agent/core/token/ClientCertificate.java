package io.foundryidentity.agent.core.token;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where the certificate and the private key of an application registration are; a value. */
public final class ClientCertificate {

  private final String file;
  private final @Nullable String passwordFile;
  private final boolean sendChain;

  /**
   * @param file the path of a PEM or PFX file with both
   * @param passwordFile the path of the file with its password; null for the variable
   *     AZURE_CLIENT_CERTIFICATE_PASSWORD
   * @param sendChain whether the request has the whole chain (header {@code x5c}), as an
   *     application needs it that trusts a subject name and an issuer
   */
  public ClientCertificate(String file, @Nullable String passwordFile, boolean sendChain) {
    this.file = file;
    this.passwordFile = passwordFile;
    this.sendChain = sendChain;
  }

  public String file() {
    return file;
  }

  public @Nullable String passwordFile() {
    return passwordFile;
  }

  public boolean sendChain() {
    return sendChain;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    if (!(other instanceof ClientCertificate)) {
      return false;
    }
    ClientCertificate that = (ClientCertificate) other;
    return file.equals(that.file)
        && Objects.equals(passwordFile, that.passwordFile)
        && sendChain == that.sendChain;
  }

  @Override
  public int hashCode() {
    return Objects.hash(file, passwordFile, sendChain);
  }

  @Override
  public String toString() {
    return "certificate-file=" + file;
  }
}
