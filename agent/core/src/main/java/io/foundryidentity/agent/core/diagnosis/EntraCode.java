package io.foundryidentity.agent.core.diagnosis;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The error codes of Entra ID in a text, such as {@code AADSTS700213}.
 *
 * <p>A code is compared as a whole number. Many codes begin with another one that means something
 * else: 70021 with 700213, 7000215 and 7002138; 50034 with 500341; 90002 with 900023.
 */
final class EntraCode {

  private static final Pattern CODE = Pattern.compile("AADSTS(\\d{4,9})(?!\\d)");

  private EntraCode() {}

  /** In the order of the text: of several, the first one is often general. */
  static List<Integer> in(String text) {
    List<Integer> codes = new ArrayList<>();
    Matcher matcher = CODE.matcher(text);
    while (matcher.find()) {
      codes.add(Integer.valueOf(matcher.group(1)));
    }
    return codes;
  }
}
