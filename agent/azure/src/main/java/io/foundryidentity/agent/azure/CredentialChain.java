package io.foundryidentity.agent.azure;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenRequestContext;
import com.azure.identity.CredentialUnavailableException;
import io.foundryidentity.agent.core.token.SignInEvents;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries its members in order, and from then on uses the first that gives a token.
 *
 * <p>As in DefaultAzureCredential, a member that is not available here is skipped, and a developer
 * tool is skipped after any failure. A member that is configured and refused ends the search, as a
 * later one would hide the mistake behind another identity.
 */
final class CredentialChain {

  private static final Logger log = LoggerFactory.getLogger(CredentialChain.class);

  private final List<Member> members;
  private final SignInEvents events;
  private volatile @Nullable Member answered;

  CredentialChain(List<Member> members) {
    this(members, SignInEvents.NONE);
  }

  CredentialChain(List<Member> members, SignInEvents events) {
    this.members = members;
    this.events = events;
  }

  AccessToken token(TokenRequestContext request) {
    Member known = answered;
    if (known != null) {
      return token(known, request);
    }
    StringBuilder tried = new StringBuilder();
    for (Member member : members) {
      try {
        AccessToken token = token(member, request);
        answered = member;
        events.answered(member.name);
        if (members.size() > 1) {
          log.info("Signed in with {}", member.name);
        }
        return token;
      } catch (RuntimeException | LinkageError e) {
        // LinkageError: a member whose optional library is missing must not end the search
        String reason = member.developerTool ? FailureText.ofTool(e) : FailureText.of(e);
        log.debug("{} gave no token", member.name, member.developerTool ? null : e);
        events.failed(member.name, reason);
        if (members.size() == 1) {
          throw new NoTokenException(reason);
        }
        tried.append(tried.length() == 0 ? "" : "; ");
        tried.append(member.name).append(": ").append(reason);
        if (!member.developerTool && !unavailable(e)) {
          throw new NoTokenException(tried.toString());
        }
      }
    }
    throw new NoTokenException("no credential answered: " + tried);
  }

  private static AccessToken token(Member member, TokenRequestContext request) {
    AccessToken token = member.credential().getTokenSync(request);
    if (token == null) {
      throw new CredentialUnavailableException(member.name + " answered without a token");
    }
    return token;
  }

  private static boolean unavailable(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof CredentialUnavailableException || t instanceof LinkageError) {
        return true;
      }
      // msal4j's message if the endpoint exists and no identity is assigned
      String message = t.getMessage();
      if (message != null && message.contains("[Managed Identity] Authentication unavailable")) {
        return true;
      }
    }
    return false;
  }
}
