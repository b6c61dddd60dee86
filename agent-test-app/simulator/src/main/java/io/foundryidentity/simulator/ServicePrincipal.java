package io.foundryidentity.simulator;

import com.nimbusds.jwt.JWTClaimsSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** The application that signs in with Entra: its secret, certificate and federated token. */
final class ServicePrincipal {
  /** The issuer of the cluster's tokens. */
  static final String CLUSTER = "https://cluster.simulator.example/";

  static final String SERVICE_ACCOUNT = "system:serviceaccount:default:simulator";

  private final String secret = UUID.randomUUID().toString();
  private final CertificateAuthority certificates;
  private final SigningKey clusterKey;
  private final Path directory;
  private final AtomicLong federatedTokens = new AtomicLong();
  private volatile long endedUpTo;

  ServicePrincipal(CertificateAuthority certificates, SigningKey clusterKey, Path directory) {
    this.certificates = certificates;
    this.clusterKey = clusterKey;
    this.directory = directory;
  }

  String secret() {
    return secret;
  }

  /** One for all simulators: an RSA key takes half a second where code is hardly compiled. */
  SigningKey certificateKey() {
    return CertificateKey.ONLY;
  }

  /** A PEM file with the private key and the certificate. */
  Path writeCertificate() {
    SigningKey key = certificateKey();
    try {
      String text =
          CertificateAuthority.pem("PRIVATE KEY", key.privateKey().getEncoded())
              + CertificateAuthority.pem(
                  "CERTIFICATE", certificates.signClient(key.publicKey()).getEncoded());
      return Files.writeString(directory.resolve("service-principal.pem"), text);
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("The client certificate cannot be encoded", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A file like the one that AKS projects into a pod. */
  Path writeFederatedToken(String name, String audience) {
    try {
      return Files.writeString(directory.resolve(name), newFederatedToken(audience));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its {@code jti} is its serial number. */
  String newFederatedToken(String audience) {
    Instant now = Instant.now();
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .issuer(CLUSTER)
            .subject(SERVICE_ACCOUNT)
            .audience(audience)
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plus(Duration.ofDays(1))))
            .jwtID(Long.toString(federatedTokens.incrementAndGet()))
            .build();
    return clusterKey.sign(claims);
  }

  void endFederatedTokens() {
    endedUpTo = federatedTokens.get();
  }

  boolean ended(JWTClaimsSet federatedToken) {
    String serial = federatedToken.getJWTID();
    return serial != null && Long.parseLong(serial) <= endedUpTo;
  }

  /** Created at the first use, as few tests need a second RSA key. */
  private static final class CertificateKey {
    static final SigningKey ONLY = new SigningKey("service-principal");
  }
}
