package io.foundryidentity.agent.azure;

import com.azure.core.credential.AccessToken;
import io.foundryidentity.agent.core.json.Json;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the token in what {@code az} or {@code azd} printed: JSON, and warnings around it. */
final class ToolToken {

  /** azd prints messages as objects of their own, before the one with the token. */
  private static final int MOST_OBJECTS = 20;

  private ToolToken() {}

  /**
   * Null if there is no bearer token.
   *
   * @param product the tool's name for messages
   * @param name the JSON member that has the token
   */
  static @Nullable AccessToken in(String output, String product, String name) {
    int left = MOST_OBJECTS;
    for (int at = output.indexOf('{'); at >= 0 && left > 0; at = nextLine(output, at)) {
      left--;
      Map<String, @Nullable Object> members = Json.object(output.substring(at));
      Object token = members.get(name);
      if (token instanceof String
          && !((String) token).trim().isEmpty()
          && TokenType.isBearer(members.get("tokenType"))) {
        return token(((String) token).trim(), product, members);
      }
    }
    return null;
  }

  /** {@code expiresOn} of Azure CLI is local time, without an offset. */
  private static AccessToken token(
      String token, String product, Map<String, @Nullable Object> members) {
    TokenLife life =
        TokenLife.of(members, token, System.currentTimeMillis(), ZoneId.systemDefault());
    life.tell(product);
    return new AccessToken(token, Instant.ofEpochSecond(life.expiresOn).atOffset(ZoneOffset.UTC));
  }

  /** The next brace with which a line begins, after blanks; -1 if there is none. */
  private static int nextLine(String output, int before) {
    boolean begins = false;
    for (int i = before; i < output.length(); i++) {
      char c = output.charAt(i);
      if (c == '{' && begins) {
        return i;
      }
      begins = c == '\n' || (begins && (c == ' ' || c == '\t'));
    }
    return -1;
  }
}
