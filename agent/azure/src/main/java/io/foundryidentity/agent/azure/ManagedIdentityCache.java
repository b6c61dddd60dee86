package io.foundryidentity.agent.azure;

import com.microsoft.aad.msal4j.ManagedIdentityApplication;
import com.microsoft.aad.msal4j.TokenCache;
import java.lang.reflect.Field;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * msal4j's cache of managed identity tokens, which is one for the process.
 *
 * <p>It answers with the same token for most of that token's life, whatever credential asks, so a
 * refused token could not be replaced. msal4j's own way round it, {@code forceRefresh}, cannot be
 * reached through azure-identity. An application takes the cache that stands in the static field
 * when it is built: a new one there is enough. msal4j here is this agent's own copy, so nobody
 * else's tokens are dropped.
 */
final class ManagedIdentityCache {

  private static final Logger log = LoggerFactory.getLogger(ManagedIdentityCache.class);

  private ManagedIdentityCache() {}

  /** Lets the next managed identity application start with no token. */
  static void clear() {
    try {
      Field cache = ManagedIdentityApplication.class.getDeclaredField("sharedTokenCache");
      cache.setAccessible(true);
      cache.set(null, new TokenCache());
    } catch (ReflectiveOperationException | RuntimeException e) {
      // Then tokens come back from that cache: older, still good
      log.debug("msal4j's cache of managed identity tokens cannot be cleared", e);
    }
  }
}
