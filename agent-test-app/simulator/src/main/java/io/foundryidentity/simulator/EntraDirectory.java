package io.foundryidentity.simulator;

import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What Entra knows: tenants, applications, the issuers whose keys it can read, and resources. */
public final class EntraDirectory {
  private final TokenIssuer issuer;
  private volatile boolean ownCloudOnly;
  private final Set<String> tenants = ConcurrentHashMap.newKeySet();
  private final Map<String, AppRegistration> applications = new ConcurrentHashMap<>();
  private final Map<String, KnownIssuer> issuers = new ConcurrentHashMap<>();
  private final Set<String> missingResources = ConcurrentHashMap.newKeySet();
  private volatile boolean generalErrors;

  EntraDirectory(TokenIssuer issuer) {
    this.issuer = issuer;
    tenants.add(issuer.tenant());
    // Its tokens are made with the system's time
    issuers.put(
        ServicePrincipal.CLUSTER,
        new KnownIssuer(ServicePrincipal.CLUSTER, Clock.systemUTC(), issuer.key()));
  }

  /** Registers an application in the simulator's first tenant. */
  public AppRegistration register(String clientId) {
    return register(issuer.tenant(), clientId);
  }

  /** Registers an application in any tenant, which there is from then on. */
  public AppRegistration register(String tenant, String clientId) {
    return add(tenant, Principal.ofClient(clientId));
  }

  /** Nobody is registered any more, and every resource is there. */
  public void clear() {
    applications.clear();
    missingResources.clear();
    generalErrors = false;
  }

  /** An issuer whose keys Entra can read, for tokens of its own. */
  public KnownIssuer issuer(String url) {
    return issuers.computeIfAbsent(url, made -> new KnownIssuer(made, issuer.clock(), null));
  }

  /** No tenant has a service principal for that resource. */
  public void removeResource(String audience) {
    missingResources.add(audience);
  }

  /** An assertion that does not match is answered AADSTS70021, which does not say what differs. */
  public void generalErrors(boolean on) {
    generalErrors = on;
  }

  /** Whether a resource that only another cloud has is not found. */
  void ownCloudOnly(boolean on) {
    ownCloudOnly = on;
  }

  AppRegistration add(String tenant, Principal principal) {
    addTenant(tenant);
    AppRegistration made = new AppRegistration(this, tenant, principal);
    applications.put(principal.clientId(), made);
    return made;
  }

  void addTenant(String tenant) {
    tenants.add(tenant);
  }

  Cloud cloud() {
    return issuer.cloud();
  }

  boolean hasTenant(String tenant) {
    return tenants.contains(tenant);
  }

  boolean hasResource(String audience) {
    return !missingResources.contains(audience) && !(ownCloudOnly && cloud().isElsewhere(audience));
  }

  @Nullable AppRegistration application(@Nullable String clientId) {
    return clientId == null ? null : applications.get(clientId);
  }

  @Nullable KnownIssuer knownIssuer(@Nullable String url) {
    return url == null ? null : issuers.get(url);
  }

  boolean saysWhatDiffers() {
    return !generalErrors;
  }
}
