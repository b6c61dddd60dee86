package io.foundryidentity.simulator;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.KeyStoreOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A private certificate authority for one simulator, and the files a client needs to trust it. */
public final class CertificateAuthority {
  public static final String PASSWORD = "changeit";

  /** The only name in the certificate of {@link Simulator#impostor}. */
  public static final String IMPOSTOR = "impostor.test";

  /** Where all servers of the simulator listen. */
  public static final String LOOPBACK = Listener.LOOPBACK;

  private static final X500Name CA_NAME = new X500Name("CN=Foundry simulator CA");
  private static final List<String> NAMES =
      List.of(
          "localhost",
          "*.openai.azure.com",
          "*.services.ai.azure.com",
          "*.cognitiveservices.azure.com",
          "login.microsoftonline.us",
          "login.partner.microsoftonline.cn",
          "*.actions.githubusercontent.com",
          "sts.eu-central-1.amazonaws.com",
          "*.openai.azure.us",
          "*.services.ai.azure.us",
          "*.cognitiveservices.azure.us",
          "*.openai.azure.cn",
          "*.cognitiveservices.azure.cn",
          "*.azure-api.net",
          "login.microsoftonline.com",
          "login.microsoftonline.us",
          "login.partner.microsoftonline.cn",
          "login.chinacloudapi.cn",
          "foundry.example",
          "stranger.example",
          "*.example");

  static {
    // With the JDK's 10,000 rounds for each, a start would take ten times as long, and each client
    // that trusts the simulator would take them too. What they protect is no secret.
    for (String what : List.of("keyPbe", "certPbe", "mac")) {
      System.setProperty("keystore.pkcs12." + what + "IterationCount", "1");
    }
  }

  private final Path directory;
  private final KeyPair caKeys;
  private final X509Certificate caCertificate;
  private final KeyStore serverStore;
  private final SSLContext sslContext;

  CertificateAuthority(Path directory) {
    this.directory = directory;
    try {
      // Elliptic curve keys: an RSA key here would double the start-up time.
      caKeys = newEcKeys();
      caCertificate =
          sign(CA_NAME, caKeys.getPublic(), new Extras(true, List.of()), caKeys.getPrivate());
      serverStore = newServerStore();
      KeyStore trust = newTrustStore();
      TrustManagerFactory managers =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      managers.init(trust);
      sslContext = SSLContext.getInstance("TLS");
      sslContext.init(null, managers.getTrustManagers(), null);
      Files.writeString(caPem(), pem("CERTIFICATE", caCertificate.getEncoded()));
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException("This JDK cannot make the simulator's certificates", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Another authority, whose files are in that new folder. */
  static CertificateAuthority in(Path folder) {
    try {
      return new CertificateAuthority(Files.createDirectories(folder));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A PKCS12 trust store with this authority only; its password is {@link #PASSWORD}. */
  public Path trustStore() {
    return directory.resolve("trust.p12");
  }

  public String trustStorePassword() {
    return PASSWORD;
  }

  /** The authority's certificate in PEM. */
  public Path caPem() {
    return directory.resolve("ca.pem");
  }

  /** Trusts this authority only. */
  public SSLContext sslContext() {
    return sslContext;
  }

  /** The system properties that make a client JVM trust this authority. */
  public List<String> trustProperties() {
    return List.of(
        "-Djavax.net.ssl.trustStore=" + trustStore(),
        "-Djavax.net.ssl.trustStorePassword=" + PASSWORD,
        "-Djavax.net.ssl.trustStoreType=PKCS12");
  }

  /** A file for {@code -Djdk.net.hosts.file} that maps those names and localhost to 127.0.0.1. */
  public Path hostsFile(String... names) {
    StringBuilder text = new StringBuilder("127.0.0.1 localhost\n");
    for (String name : names) {
      text.append("127.0.0.1 ").append(name).append('\n');
    }
    try {
      Path file = Files.createTempFile(directory, "hosts", ".txt");
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** TLS for a server with a valid certificate for only that host name or IPv4 address. */
  public SSLContext serverNamed(String name) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keysNamed(name).getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This JDK cannot make the TLS context", e);
    }
  }

  /** The keys of such a server, for a TLS that is not the JDK's. */
  public KeyManagerFactory keysNamed(String name) {
    boolean address = Character.isDigit(name.charAt(0));
    int type = address ? GeneralName.iPAddress : GeneralName.dNSName;
    try {
      return keys(newKeyStore(List.of(new GeneralName(type, name))));
    } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
      throw new IllegalStateException("This JDK cannot make the certificate", e);
    }
  }

  /** The keys of the simulator's own servers, with all of their names. */
  public KeyManagerFactory serverKeys() {
    try {
      return keys(serverStore);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This JDK cannot read the certificate", e);
    }
  }

  private static KeyManagerFactory keys(KeyStore store) throws GeneralSecurityException {
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD.toCharArray());
    return keys;
  }

  KeyStoreOptions serverKey() {
    try {
      return asOptions(serverStore);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("This JDK cannot write the certificate", e);
    }
  }

  /** A valid key for a server of another name, which no target has. */
  KeyStoreOptions impostorKey() {
    try {
      return asOptions(newKeyStore(List.of(new GeneralName(GeneralName.dNSName, IMPOSTOR))));
    } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
      throw new IllegalStateException("This JDK cannot make the certificate", e);
    }
  }

  /** A server that has another certificate for each name; the first for a client without one. */
  KeyStoreOptions keyStoreOf(String... names) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      for (String name : names) {
        addKey(store, name, name, List.of(new GeneralName(GeneralName.dNSName, name)));
      }
      return asOptions(store);
    } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
      throw new IllegalStateException("This JDK cannot make the certificates", e);
    }
  }

  /** A client certificate for a service principal. */
  X509Certificate signClient(PublicKey key) {
    try {
      X500Name subject = new X500Name("CN=simulator service principal");
      return sign(subject, key, new Extras(false, List.of()), caKeys.getPrivate());
    } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
      throw new IllegalStateException("This JDK cannot make the client certificate", e);
    }
  }

  static String pem(String type, byte[] der) {
    byte[] newline = "\n".getBytes(StandardCharsets.US_ASCII);
    return "-----BEGIN "
        + type
        + "-----\n"
        + Base64.getMimeEncoder(64, newline).encodeToString(der)
        + "\n-----END "
        + type
        + "-----\n";
  }

  private KeyStore newTrustStore() throws GeneralSecurityException, IOException {
    KeyStore trust = KeyStore.getInstance("PKCS12");
    trust.load(null, null);
    trust.setCertificateEntry("simulator", caCertificate);
    try (var out = Files.newOutputStream(trustStore())) {
      trust.store(out, PASSWORD.toCharArray());
    }
    return trust;
  }

  private KeyStore newServerStore()
      throws GeneralSecurityException, OperatorCreationException, IOException {
    List<GeneralName> names = new ArrayList<>();
    for (String name : NAMES) {
      names.add(new GeneralName(GeneralName.dNSName, name));
    }
    names.add(new GeneralName(GeneralName.iPAddress, "127.0.0.1"));
    names.add(new GeneralName(GeneralName.iPAddress, "::1"));
    return newKeyStore(names);
  }

  private static KeyStoreOptions asOptions(KeyStore keys)
      throws GeneralSecurityException, IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    keys.store(bytes, PASSWORD.toCharArray());
    return new KeyStoreOptions()
        .setType("PKCS12")
        .setPassword(PASSWORD)
        .setValue(Buffer.buffer(bytes.toByteArray()));
  }

  private KeyStore newKeyStore(List<GeneralName> names)
      throws GeneralSecurityException, OperatorCreationException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    addKey(store, "server", "localhost", names);
    return store;
  }

  private void addKey(KeyStore store, String alias, String commonName, List<GeneralName> names)
      throws GeneralSecurityException, OperatorCreationException, IOException {
    KeyPair keys = newEcKeys();
    X500Name subject = new X500Name("CN=" + commonName);
    X509Certificate certificate =
        sign(subject, keys.getPublic(), new Extras(false, names), caKeys.getPrivate());
    store.setKeyEntry(
        alias,
        keys.getPrivate(),
        PASSWORD.toCharArray(),
        new Certificate[] {certificate, caCertificate});
  }

  private record Extras(boolean ca, List<GeneralName> names) {}

  private static X509Certificate sign(
      X500Name subject, PublicKey key, Extras extras, PrivateKey signer)
      throws GeneralSecurityException, OperatorCreationException, IOException {
    Instant now = Instant.now();
    var builder =
        new JcaX509v3CertificateBuilder(
            CA_NAME,
            new BigInteger(96, new SecureRandom()),
            Date.from(now.minus(1, ChronoUnit.DAYS)),
            Date.from(now.plus(30, ChronoUnit.DAYS)),
            subject,
            key);
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(extras.ca()));
    if (!extras.names().isEmpty()) {
      GeneralNames names = new GeneralNames(extras.names().toArray(new GeneralName[0]));
      builder.addExtension(Extension.subjectAlternativeName, false, names);
    }
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer)));
  }

  private static KeyPair newEcKeys() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }
}
