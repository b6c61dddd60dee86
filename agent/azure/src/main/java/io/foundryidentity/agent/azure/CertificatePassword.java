package io.foundryidentity.agent.azure;

import io.foundryidentity.agent.core.output.KnownSecrets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import org.jspecify.annotations.Nullable;

/** The password of a certificate file, and where it is from; never in a message. */
final class CertificatePassword {

  /** In bytes. */
  private static final int LONGEST = 64 * 1024;

  private final String source;
  private final @Nullable String value;

  private CertificatePassword(String source, @Nullable String value) {
    this.source = source;
    this.value = value;
    KnownSecrets.add(value);
  }

  /**
   * @param value null or empty for none
   */
  static CertificatePassword ofVariable(@Nullable String value) {
    return new CertificatePassword(
        "AZURE_CLIENT_CERTIFICATE_PASSWORD", value == null || value.isEmpty() ? null : value);
  }

  /** The content of a file in UTF-8, without a byte order mark and without one last line break. */
  static CertificatePassword ofFile(String name) {
    Path path = Paths.get(name);
    String source = "certificate-password-file";
    if (!Files.isRegularFile(path)) {
      throw new WrongSettingException(
          source
              + " names the file "
              + name
              + ", and "
              + (Files.isDirectory(path) ? "this is a directory" : "this file does not exist"));
    }
    byte[] content;
    try {
      content = Files.size(path) > LONGEST ? new byte[0] : Files.readAllBytes(path);
    } catch (IOException unreadable) {
      throw new WrongSettingException(
          source + " names the file " + name + ", and this process must not read it");
    }
    String text = new String(content, StandardCharsets.UTF_8);
    text = text.startsWith("\uFEFF") ? text.substring(1) : text;
    text = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    text = text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    if (text.isEmpty()) {
      throw new WrongSettingException(
          source + " names the file " + name + ", and this file has no password");
    }
    return new CertificatePassword(source, text);
  }

  /** Null if there is none. */
  char @Nullable [] characters() {
    return value == null ? null : value.toCharArray();
  }

  CertificateProblem missing() {
    return new CertificateProblem(
        "it is encrypted, and no password is set: set AZURE_CLIENT_CERTIFICATE_PASSWORD, or"
            + " certificate-password-file with credential=certificate");
  }

  CertificateProblem wrong() {
    return value == null
        ? missing()
        : new CertificateProblem(
            "the password in "
                + source
                + " does not open it"
                + (value.equals(value.trim())
                    ? ""
                    : "; this password begins or ends with a blank or a line break"));
  }
}
