package io.foundryidentity.runner;

import io.foundryidentity.simulator.ReceivedRequest;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Looks for tokens where none may be: whole, in parts, or any that looks like one. */
final class SoakTokens {

  /** Head and claims of a JWT both begin with the base64 of an opening brace and a quote. */
  private static final Pattern LIKE_A_TOKEN = Pattern.compile("eyJ[A-Za-z0-9_-]{16,}");

  /** Their signatures: what makes a token worth something, and nothing else has. */
  private final Set<String> signatures = new HashSet<>();

  SoakTokens(Collection<String> authorizations) {
    for (String authorization : authorizations) {
      signatures.add(authorization.substring(authorization.lastIndexOf('.') + 1));
    }
  }

  boolean isIn(String text) {
    return LIKE_A_TOKEN.matcher(text).find() || signatures.stream().anyMatch(text::contains);
  }

  boolean isIn(ReceivedRequest request) {
    return isIn(request.path())
        || isIn(request.bodyText())
        || request.headers().names().stream()
            .flatMap(name -> request.headers().all(name).stream())
            .anyMatch(this::isIn);
  }

  /** How many of a stranger's requests hold one. */
  long countIn(List<ReceivedRequest> requests) {
    return requests.stream().filter(this::isIn).count();
  }

  long countInLines(List<String> lines) {
    return lines.stream().filter(this::isIn).count();
  }
}
