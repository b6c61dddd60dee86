package io.foundryidentity.runner.soak;

import io.foundryidentity.simulator.ReceivedRequest;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds tokens where there must be none: a whole token, a part of one, or what looks like one. */
final class SoakTokens {

  /** Header and claims of a JWT both start with the base64 of an opening brace and a quote. */
  private static final Pattern LIKE_A_TOKEN = Pattern.compile("eyJ[A-Za-z0-9_-]{16,}");

  /** The tokens' signatures, which no other text contains. */
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

  /** How many of these requests contain a token. */
  long countIn(List<ReceivedRequest> requests) {
    return requests.stream().filter(this::isIn).count();
  }

  long countInLines(List<String> lines) {
    return lines.stream().filter(this::isIn).count();
  }
}
