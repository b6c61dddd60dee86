package io.foundryidentity.agent.azure;

import java.net.InetAddress;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.UnknownHostException;
import java.util.Locale;

/**
 * The address of a source of assertions, from a variable.
 *
 * <p>Requests to it have secrets, and so have its answers. So it must be https, or stay on this
 * machine: plain http is allowed to a loopback address (not to a name for it), and for a metadata
 * service also to link-local addresses and the services' own names.
 */
final class AssertionUrl {

  private AssertionUrl() {}

  /**
   * A URL that only https or this machine can serve.
   *
   * @throws WrongSettingException if it is another one; without its value, which may have secrets
   */
  static URL of(String variable, String value) {
    return checked(variable, value, false);
  }

  /** The same for a metadata service. */
  static URL ofMetadata(String variable, String value) {
    return checked(variable, value, true);
  }

  private static URL checked(String variable, String value, boolean metadata) {
    URI uri;
    URL url;
    try {
      uri = new URI(value);
      url = uri.toURL();
    } catch (URISyntaxException | MalformedURLException | IllegalArgumentException e) {
      throw new WrongSettingException(variable + " is not a URL");
    }
    String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    String host = uri.getHost();
    if (host == null
        || host.isEmpty()
        || uri.getRawUserInfo() != null
        || uri.getRawFragment() != null
        || !(scheme.equals("https") || scheme.equals("http"))) {
      throw new WrongSettingException(
          variable + " is not an http or https URL of a host without user name and fragment");
    }
    if (scheme.equals("http") && !isOnThisMachine(host.toLowerCase(Locale.ROOT), metadata)) {
      throw new WrongSettingException(
          variable
              + " names the host "
              + FailureText.clean(host)
              + " with plain http, which everybody on the way can read: set an https URL");
    }
    return url;
  }

  private static boolean isOnThisMachine(String host, boolean metadata) {
    if (metadata && (host.equals("metadata.google.internal") || host.equals("metadata.goog"))) {
      return true;
    }
    boolean literal = host.startsWith("[") || host.matches("\\d{1,3}(\\.\\d{1,3}){3}");
    if (!literal) {
      return false;
    }
    try {
      InetAddress address = InetAddress.getByName(host); // Asks no resolver about an address
      return address.isLoopbackAddress()
          || (metadata && (address.isLinkLocalAddress() || isMetadataNetwork(address)));
    } catch (UnknownHostException notAnAddress) {
      return false;
    }
  }

  /** {@code fd00:ec2::/64} of AWS and {@code fd20:ce::/64} of Google. */
  private static boolean isMetadataNetwork(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (bytes.length != 16 || bytes[0] != (byte) 0xfd) {
      return false;
    }
    boolean aws = bytes[1] == 0 && bytes[2] == 0x0e && bytes[3] == (byte) 0xc2;
    boolean google = bytes[1] == 0x20 && bytes[2] == 0 && bytes[3] == (byte) 0xce;
    return (aws || google) && (bytes[4] | bytes[5] | bytes[6] | bytes[7]) == 0;
  }
}
