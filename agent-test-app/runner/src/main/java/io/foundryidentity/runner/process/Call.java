package io.foundryidentity.runner.process;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a case printed about one of its calls. */
public record Call(String name, boolean ok, String text) {

  private static final Pattern REFUSAL = Pattern.compile("\\b(401|403)\\b");
  private static final Pattern EXCEPTION_NAME = Pattern.compile("\\b\\w+(Exception|Error): ");
  private static final Pattern JSON = Pattern.compile("\\{.*?\"message\":\"([^\"]*)\".*");

  /** Reads one line of a case's output; null if it is not about a call. */
  static @Nullable Call parse(String line) {
    String[] parts = line.split("\t", 4);
    if (parts.length != 4 || !parts[0].equals("CALL")) {
      return null;
    }
    return new Call(parts[1], parts[2].equals("ok"), parts[3]);
  }

  /** Whether its client uses Azure's form, which it does for Azure's own host names only. */
  boolean isOfAzureForm() {
    return name.startsWith("azure ");
  }

  /** Whether the service refused the call, by the HTTP status that the client reports. */
  public boolean refused() {
    return !ok && REFUSAL.matcher(text).find();
  }

  /** The text for people: status and message without exception names and JSON around them. */
  public String brief() {
    if (ok) {
      return text;
    }
    String bare = EXCEPTION_NAME.matcher(text).replaceAll("");
    return JSON.matcher(bare).replaceFirst("$1");
  }
}
