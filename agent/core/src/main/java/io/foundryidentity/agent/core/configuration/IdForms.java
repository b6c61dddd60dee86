package io.foundryidentity.agent.core.configuration;

import java.util.List;

/**
 * Checks the forms of ids: Azure's client ids and object ids are GUIDs, and a tenant is a GUID or a
 * domain.
 *
 * <p>An id from this agent's own keys is a mistake if it has another form. One from Azure's
 * variables is only a warning, as other programs read them too.
 */
final class IdForms {

  private static final String EXAMPLE = "11111111-2222-3333-4444-555555555555";
  private static final int LONGEST_LABEL = 63;
  private static final String RESOURCE = "/subscriptions/";

  private IdForms() {}

  /**
   * @param id a client id or an object id
   */
  static void requireGuid(Setting id, List<String> problems, List<String> warnings) {
    if (!isGuid(id.value)) {
      String hint = Lists.lower(id.value).startsWith(RESOURCE) ? ": set resource-id instead" : "";
      tell(id, " is not a GUID such as " + EXAMPLE + hint, problems, warnings);
    }
  }

  static void requireResource(Setting id, List<String> problems) {
    if (!Lists.lower(id.value).startsWith(RESOURCE)) {
      problems.add(
          id.described()
              + " does not begin with "
              + RESOURCE
              + (isGuid(id.value) ? ": set client-id instead" : ""));
    }
  }

  static void requireTenant(Setting id, List<String> problems, List<String> warnings) {
    if (!isGuid(id.value) && !isDomain(id.value)) {
      tell(
          id,
          " is not a GUID such as " + EXAMPLE + " or a domain such as contoso.onmicrosoft.com",
          problems,
          warnings);
    }
  }

  private static void tell(
      Setting id, String mistake, List<String> problems, List<String> warnings) {
    List<String> told = id.isFallback() ? warnings : problems;
    String line = id.described() + mistake;
    if (!told.contains(line)) {
      told.add(line); // Each rule reads the same variable
    }
  }

  static boolean isGuid(String text) {
    if (text.length() != EXAMPLE.length()) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      boolean dash = EXAMPLE.charAt(i) == '-';
      char c = text.charAt(i);
      if (dash ? c != '-' : c >= 0x80 || Character.digit(c, 16) < 0) {
        return false;
      }
    }
    return true;
  }

  /** Labels of letters, digits and dashes; a token has dots too, but does not end so. */
  private static boolean isDomain(String text) {
    String domain = Lists.lower(text);
    int begin = 0;
    for (int i = 0; i <= domain.length(); i++) {
      char c = i == domain.length() ? '.' : domain.charAt(i);
      if (c == '.') {
        if (i == begin || i - begin > LONGEST_LABEL) {
          return false;
        }
        begin = i == domain.length() ? begin : i + 1;
      } else if (!isLetter(c) && c != '-' && (c < '0' || c > '9')) {
        return false;
      }
    }
    return begin > 0 && (!hasDigit(domain, begin) || domain.startsWith("xn--", begin));
  }

  private static boolean hasDigit(String text, int begin) {
    for (int i = begin; i < text.length(); i++) {
      if (text.charAt(i) >= '0' && text.charAt(i) <= '9') {
        return true;
      }
    }
    return false;
  }

  private static boolean isLetter(char c) {
    return c >= 'a' && c <= 'z';
  }
}
