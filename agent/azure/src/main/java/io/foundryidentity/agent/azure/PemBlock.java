package io.foundryidentity.agent.azure;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * One block of a PEM file (RFC 7468), with any text around it: a byte order mark, the attributes
 * that {@code openssl pkcs12} prints, line breaks of any kind, also written as {@code \n}.
 */
final class PemBlock {

  private static final String BEGIN = "-----BEGIN ";
  private static final String DASHES = "-----";

  /** For example {@code RSA PRIVATE KEY}. */
  final String label;

  final byte[] bytes;

  /**
   * Whether its headers say that it is encrypted (RFC 1421, as older versions of OpenSSL write).
   */
  final boolean encryptedByHeader;

  private PemBlock(String label, byte[] bytes, boolean encryptedByHeader) {
    this.label = label;
    this.bytes = bytes;
    this.encryptedByHeader = encryptedByHeader;
  }

  static boolean isIn(String text) {
    return text.contains(BEGIN);
  }

  /** All blocks, in their order. */
  static List<PemBlock> all(String text) throws CertificateProblem {
    List<PemBlock> blocks = new ArrayList<>();
    for (int at = text.indexOf(BEGIN); at >= 0; ) {
      int labelEnd = text.indexOf(DASHES, at + BEGIN.length());
      String label = labelEnd < 0 ? "" : text.substring(at + BEGIN.length(), labelEnd);
      int end = labelEnd < 0 ? -1 : text.indexOf("-----END " + label + DASHES, labelEnd);
      if (end < 0) {
        throw new CertificateProblem(
            "it is cut off: the block "
                + (label.length() > 40 || label.indexOf('\n') >= 0 ? "at its end" : label)
                + " has no END line");
      }
      blocks.add(block(label, text.substring(labelEnd + DASHES.length(), end)));
      at = text.indexOf(BEGIN, end);
    }
    return blocks;
  }

  private static PemBlock block(String label, String content) throws CertificateProblem {
    String plain = content.replace("\\r", "").replace("\\n", "\n");
    StringBuilder base64 = new StringBuilder();
    boolean encrypted = false;
    for (String line : plain.split("[\r\n]+", -1)) {
      encrypted |= line.startsWith("Proc-Type:") && line.contains("ENCRYPTED");
      if (line.indexOf(':') < 0) {
        base64.append(line.replace(" ", "").replace("\t", ""));
      }
    }
    try {
      byte[] bytes =
          Base64.getDecoder().decode(base64.toString().getBytes(StandardCharsets.ISO_8859_1));
      return new PemBlock(label, bytes, encrypted);
    } catch (IllegalArgumentException notBase64) {
      throw new CertificateProblem("its block " + label + " is damaged: it is not base64");
    }
  }
}
