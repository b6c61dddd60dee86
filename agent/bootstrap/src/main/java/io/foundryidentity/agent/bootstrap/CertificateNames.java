package io.foundryidentity.agent.bootstrap;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Compares a host with the names in a server's certificate, as RFC 9525 says: DNS names and IP
 * addresses of the subject alternative name, and never the subject's common name.
 */
final class CertificateNames {

  private static final int DNS_NAME = 2;
  private static final int IP_ADDRESS = 7;

  private static final int MOST_SHOWN = 3;
  private static final int LONGEST_SHOWN = 100;

  private CertificateNames() {}

  /**
   * Whether the certificate is for that host.
   *
   * @param host a name, or an address literal with or without brackets
   * @throws CertificateParsingException if the names cannot be read
   */
  static boolean areFor(X509Certificate certificate, String host)
      throws CertificateParsingException {
    byte[] address = address(host);
    String name = withoutDot(host);
    for (List<?> each : names(certificate)) {
      Object kind = each.get(0);
      Object value = each.get(1);
      if (address != null) {
        if (kind.equals(IP_ADDRESS)
            && value instanceof String
            && Arrays.equals(address, address((String) value))) {
          return true;
        }
      } else if (kind.equals(DNS_NAME)
          && value instanceof String
          && matches(withoutDot((String) value), name)) {
        return true;
      }
    }
    return false;
  }

  /** The first names, for a message. They are the server's words, so only plain characters stay. */
  static String shown(X509Certificate certificate) throws CertificateParsingException {
    StringBuilder text = new StringBuilder();
    int count = 0;
    for (List<?> each : names(certificate)) {
      Object kind = each.get(0);
      if (!kind.equals(DNS_NAME) && !kind.equals(IP_ADDRESS)) {
        continue;
      }
      count++;
      if (count > MOST_SHOWN) {
        return text.append(", ...").toString();
      }
      text.append(count == 1 ? "" : ", ").append(plain(String.valueOf(each.get(1))));
    }
    return count == 0 ? "no host" : text.toString();
  }

  private static Collection<List<?>> names(X509Certificate certificate)
      throws CertificateParsingException {
    Collection<List<?>> names = certificate.getSubjectAlternativeNames();
    return names == null ? Collections.emptyList() : names;
  }

  /** A wildcard stands for the whole first label, and for one label only (RFC 9525, 6.3). */
  private static boolean matches(String pattern, String name) {
    if (!pattern.startsWith("*.")) {
      return !pattern.isEmpty() && pattern.indexOf('*') < 0 && pattern.equalsIgnoreCase(name);
    }
    int dot = name.indexOf('.');
    String rest = pattern.substring(1);
    // Not *.com: nobody owns all names under it
    return dot > 0
        && rest.indexOf('*') < 0
        && rest.indexOf('.', 1) > 0
        && rest.equalsIgnoreCase(name.substring(dot));
  }

  private static String withoutDot(String name) {
    return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
  }

  /** The bytes of an address literal; null if it is a name. Asks no DNS server. */
  static byte @Nullable [] address(String host) {
    String literal =
        host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    if (!isLiteral(literal)) {
      return null;
    }
    try {
      return InetAddress.getByName(literal).getAddress();
    } catch (UnknownHostException noAddress) {
      return null;
    }
  }

  private static boolean isLiteral(String text) {
    int dots = 0;
    boolean colon = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      colon |= c == ':';
      dots += c == '.' ? 1 : 0;
      boolean digit = c >= '0' && c <= '9';
      if (!digit && c != '.' && c != ':' && Character.digit(c, 16) < 0) {
        return false;
      }
    }
    return colon || (dots == 3 && isDecimal(text));
  }

  /** Four numbers of one to three digits: other forms would be looked up, or read as octal. */
  private static boolean isDecimal(String text) {
    int digits = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '.') {
        if (digits == 0) {
          return false;
        }
        digits = 0;
      } else if (c < '0' || c > '9' || ++digits > 3) {
        return false;
      }
    }
    return digits > 0;
  }

  private static String plain(String name) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < name.length() && i < LONGEST_SHOWN; i++) {
      char c = name.charAt(i);
      text.append(c > ' ' && c < 0x7f ? c : '?');
    }
    return text.toString();
  }
}
