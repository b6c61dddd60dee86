package io.foundryidentity.agent.azure;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/** The private keys and certificates in one file, in the order of the file. */
final class CertificateEntries {

  final List<PrivateKey> keys = new ArrayList<>();
  final List<X509Certificate> certificates = new ArrayList<>();

  /** What else was found, for a message: the labels of PEM blocks, kinds of keys. */
  final List<String> others = new ArrayList<>();
}
