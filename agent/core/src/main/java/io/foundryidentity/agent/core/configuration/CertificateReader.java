package io.foundryidentity.agent.core.configuration;

import io.foundryidentity.agent.core.token.ClientCertificate;
import io.foundryidentity.agent.core.token.Identity;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the keys of {@code credential=certificate}; loaded only where one of them is set. */
final class CertificateReader {

  static final String CERTIFICATE = "certificate";

  private static final Key[] KEYS = {
    Key.CERTIFICATE_FILE, Key.CERTIFICATE_PASSWORD_FILE, Key.SEND_CERTIFICATE_CHAIN
  };

  private final Settings settings;
  private final String prefix;
  private final List<String> problems;

  private CertificateReader(Settings settings, String prefix, List<String> problems) {
    this.settings = settings;
    this.prefix = prefix;
    this.problems = problems;
  }

  /** The identity with its certificate, or as it is if another credential is configured. */
  static Identity read(Identity identity, Settings settings, String prefix, List<String> problems) {
    CertificateReader reader = new CertificateReader(settings, prefix, problems);
    return identity.credential().equals(CERTIFICATE)
        ? reader.certificate(identity)
        : reader.refuse(identity);
  }

  private Identity certificate(Identity identity) {
    refuseId(Key.OBJECT_ID);
    refuseId(Key.RESOURCE_ID);
    Setting file = settings.orVariable(prefix, Key.CERTIFICATE_FILE);
    require(
        Key.CERTIFICATE_FILE,
        file == null,
        "the path of a PEM or PFX file with the certificate and its private key");
    require(Key.CLIENT_ID, identity.clientId() == null, "the client id of the app registration");
    require(Key.TENANT_ID, identity.tenantId() == null, "the tenant of the app registration");
    if (file != null && Lists.lower(file.value).startsWith("pkcs11:")) {
      problems.add(
          file.described()
              + " is a key on a PKCS#11 device, which this agent does not support: it needs a PEM or"
              + " PFX file with the certificate and its private key");
    }
    Setting password = settings.get(prefix, Key.CERTIFICATE_PASSWORD_FILE);
    boolean chain = sendChain();
    return file == null
        ? identity
        : identity.with(
            new ClientCertificate(file.value, password == null ? null : password.value, chain));
  }

  /** The variable may have what the SDKs accept; the key is {@code true} or {@code false}. */
  private boolean sendChain() {
    Setting chain = settings.orVariable(prefix, Key.SEND_CERTIFICATE_CHAIN);
    String value = chain == null ? "false" : Lists.lower(chain.value);
    if (chain != null && !chain.isFallback() && !value.equals("true") && !value.equals("false")) {
      problems.add(chain.described() + " is not one of true or false");
    }
    return value.equals("true") || (value.equals("1") && chain != null && chain.isFallback());
  }

  private void require(Key key, boolean missing, String what) {
    if (missing) {
      problems.add(credential() + " needs " + prefix + key.id + ": set it to " + what);
    }
  }

  private void refuseId(Key key) {
    Setting id = settings.get(prefix, key);
    if (id != null) {
      problems.add(
          id.described()
              + " has no effect with "
              + credential()
              + ": remove it, or set credential=managed-identity");
    }
  }

  private Identity refuse(Identity identity) {
    for (Key key : KEYS) {
      Setting setting = settings.get(prefix, key);
      if (setting != null) {
        problems.add(
            setting.described()
                + " has no effect with "
                + credential()
                + ": remove it, or set "
                + prefix
                + "credential="
                + CERTIFICATE);
      }
    }
    return identity;
  }

  private String credential() {
    Setting credential = settings.get(prefix, Key.CREDENTIAL);
    return credential == null
        ? prefix + Key.CREDENTIAL.id + "=" + Key.CREDENTIAL.byDefault
        : credential.described();
  }

  /** Whether a variable of Azure counts for one of these keys, to show its source. */
  static boolean counts(Key key, @Nullable Setting credential) {
    boolean mine = key == Key.CERTIFICATE_FILE || key == Key.SEND_CERTIFICATE_CHAIN;
    return !mine || (credential != null && Lists.lower(credential.value).equals(CERTIFICATE));
  }
}
