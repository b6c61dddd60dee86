package io.foundryidentity.agent.azure;

import com.microsoft.aad.msal4j.ManagedIdentityApplication;
import com.microsoft.aad.msal4j.TokenCache;
import java.lang.reflect.Field;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * msal4j's cache of managed identity tokens, which is shared by the whole process.
 *
 * <p>It returns the same token for most of that token's life, for every credential, so a refused
 * token could not be replaced. msal4j has {@code forceRefresh} for this, but azure-identity does
 * not give access to it. A managed identity application takes the cache from the static field when
 * it is built, so it is enough to put a new one there. This msal4j is the agent's own copy, so no
 * other tokens are lost.
 */
final class ManagedIdentityCache {

  private static final Logger log = LoggerFactory.getLogger(ManagedIdentityCache.class);

  private ManagedIdentityCache() {}

  /** Makes the next managed identity application start without a token. */
  static void clear() {
    try {
      Field cache = ManagedIdentityApplication.class.getDeclaredField("sharedTokenCache");
      cache.setAccessible(true);
      cache.set(null, new TokenCache());
    } catch (ReflectiveOperationException | RuntimeException e) {
      // Tokens then come from that cache: older, but still valid
      log.debug("msal4j's cache of managed identity tokens cannot be cleared", e);
    }
  }
}
