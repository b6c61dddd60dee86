package io.foundryidentity.simulator;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * An application in Entra with its federated credentials. It can be a blueprint, which owns agent
 * identities; those accept the blueprint's tokens for them and nothing else.
 */
public final class AppRegistration {
  private final EntraDirectory directory;
  private final String tenant;
  private final Principal principal;
  private final String secret = UUID.randomUUID().toString();
  private final Set<String> otherTenants = ConcurrentHashMap.newKeySet();
  private final List<FederatedCredential> credentials = new CopyOnWriteArrayList<>();
  private volatile @Nullable EntraError refusal;

  AppRegistration(EntraDirectory directory, String tenant, Principal principal) {
    this.directory = directory;
    this.tenant = tenant;
    this.principal = principal;
  }

  public String clientId() {
    return principal.clientId();
  }

  /** Who Foundry sees. */
  public String objectId() {
    return principal.objectId();
  }

  /** The tenant in which it was created. */
  public String tenant() {
    return tenant;
  }

  public String secret() {
    return secret;
  }

  /** Adds a federated credential. */
  public AppRegistration trusts(String issuer, String subject, String audience) {
    credentials.add(new FederatedCredential(issuer, subject, audience));
    return this;
  }

  /** The credential that Azure makes for a managed identity of the same tenant. */
  public AppRegistration trustsManagedIdentity(String objectId) {
    Cloud cloud = directory.cloud();
    return trusts(cloud.issuer(tenant), objectId, cloud.tokenExchange());
  }

  /** Removes every federated credential. */
  public AppRegistration trustsNobody() {
    credentials.clear();
    return this;
  }

  /** It may be used in another tenant too, where a service principal of it is made. */
  public AppRegistration availableIn(String otherTenant) {
    directory.addTenant(otherTenant);
    otherTenants.add(otherTenant);
    return this;
  }

  /** Makes an agent identity below this blueprint, in the blueprint's tenant. */
  public AppRegistration agentIdentity(String id) {
    return agentIdentity(tenant, id);
  }

  /** The same in another tenant, where the blueprint has to be available. */
  public AppRegistration agentIdentity(String inTenant, String id) {
    Cloud cloud = directory.cloud();
    String subject = TokenContent.exchangeSubject(cloud, inTenant, clientId(), id);
    return directory
        .add(inTenant, Principal.ofAgentIdentity(id, clientId()))
        .trusts(cloud.issuer(inTenant), subject, cloud.tokenExchange());
  }

  /** An administrator has disabled it: a blueprint that is may not act for its identities. */
  public void disable() {
    refusal = EntraError.applicationDisabled(clientId());
  }

  /** Its account in the directory was deleted. */
  public void deleteAccount() {
    refusal = EntraError.accountNotFound(tenant);
  }

  /** After {@link #disable} or {@link #deleteAccount}. */
  public void recover() {
    refusal = null;
  }

  Principal principal() {
    return principal;
  }

  List<FederatedCredential> credentials() {
    return credentials;
  }

  @Nullable EntraError refusal() {
    return refusal;
  }

  boolean isAgentIdentity() {
    return principal.blueprint() != null;
  }

  boolean isIn(String aTenant) {
    return aTenant.equals(tenant) || otherTenants.contains(aTenant);
  }

  boolean isMultiTenant() {
    return !otherTenants.isEmpty();
  }
}
