package io.foundryidentity.agent.core.configuration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a configuration may rely on, a line for each fact: every key with its forms, its default and
 * its values.
 *
 * <p>The type and the values of a key are what the agent itself answers to a value that is wrong
 * for every key but a text.
 */
public final class KeySurface {

  private static final String WRONG = "!";
  private static final String GUID = "11111111-2222-3333-4444-555555555555";

  private static final Pattern CHOICES = Pattern.compile(" is not one of (.+?)(?:;.*)?");

  /** Words of the answer, and the type; the first that fits counts. */
  private static final Map<String, String> TYPES = new LinkedHashMap<>();

  static {
    TYPES.put(" is not one of ", "choice");
    TYPES.put(" or a domain such as ", "GUID or domain");
    TYPES.put(" is not a GUID ", "GUID");
    TYPES.put(" is not a duration ", "duration");
    TYPES.put(" is not a port ", "port or address");
    TYPES.put(" is not an https URL ", "https URL");
    TYPES.put(" is not a key header", "list of key headers");
    TYPES.put("hosts (", "list of targets");
  }

  private KeySurface() {}

  /**
   * @param clients the names that the key {@code clients} accepts
   */
  public static List<String> lines(String... clients) throws NoSuchFieldException {
    List<String> lines = new ArrayList<>();
    for (Key key : Key.values()) {
      String head = "key " + key.id() + " ";
      lines.add(head + "property " + key.property());
      lines.add(head + "variable " + key.variable());
      lines.add(head + "variable " + key.variable(KeyNames.OTHER_VARIABLE_PREFIX, ""));
      for (int i = 0; i < key.fallbackVariables.length; i++) {
        lines.add(head + "fallback " + (i + 1) + " " + key.fallbackVariables[i]);
      }
      lines.add(head + "default " + (key.byDefault.isEmpty() ? "none" : key.byDefault));
      if (key.belongsToRule) {
        lines.add(head + "in a rule " + key.property(KeyNames.RULE_PREFIX + "NAME."));
      }
      if (Key.class.getField(key.name()).isAnnotationPresent(Deprecated.class)) {
        lines.add(head + "deprecated");
      }
      addType(lines, head, key, clients);
    }
    return lines;
  }

  private static void addType(List<String> lines, String head, Key key, String... clients) {
    String answer = answer(key, clients);
    String type = Settings.isPath(key.id()) ? "file" : "text";
    for (Map.Entry<String, String> each : TYPES.entrySet()) {
      if (answer.contains(each.getKey())) {
        type = each.getValue();
        break;
      }
    }
    lines.add(head + "type " + type);
    Matcher choices = CHOICES.matcher(answer.substring(Math.max(0, answer.indexOf(" is not "))));
    if (choices.matches()) {
      for (String value : choices.group(1).split(", | or ")) {
        lines.add(head + "value " + value);
      }
    }
    if (key == Key.KEEP_HEADERS) {
      KeyHeaders.all().forEach(header -> lines.add(head + "value " + header));
    }
  }

  /** What the agent says of the wrong value; empty if the key accepts any. */
  private static String answer(Key key, String... clients) {
    Given given = new Given();
    given.set(Key.HOSTS, "https://contoso.openai.azure.com");
    if (key.id().startsWith("certificate-") || key == Key.SEND_CERTIFICATE_CHAIN) {
      given.signsIn("certificate");
      given.set(Key.CERTIFICATE_FILE, "/certificate.pem");
    } else if (key.id().startsWith("assertion") || key == Key.AUDIENCE) {
      given.signsIn("federated");
    } else if (key == Key.BLUEPRINT_CLIENT_ID) {
      given.signsIn("agent-identity");
    }
    given.set(key, WRONG);
    try {
      Configuration unused = Configuration.read(given, clients);
      return "";
    } catch (ConfigurationException mistakes) {
      return mistakes.problems().stream()
          .filter(
              problem -> problem.startsWith(key.id() + "=") || problem.startsWith(key.id() + " ("))
          .findFirst()
          .orElse("");
    }
  }

  /** System properties alone. */
  private static final class Given implements ConfigurationSources {

    private final Properties properties = new Properties();

    void set(Key key, String value) {
      properties.setProperty(key.property(), value);
    }

    void signsIn(String credential) {
      set(Key.CREDENTIAL, credential);
      set(Key.CLIENT_ID, GUID);
      set(Key.TENANT_ID, GUID);
    }

    @Override
    public String arguments() {
      return "";
    }

    @Override
    public Properties systemProperties() {
      return properties;
    }

    @Override
    public Map<String, String> environment() {
      return Map.of();
    }

    @Override
    public Properties file(String path) {
      return new Properties();
    }
  }
}
