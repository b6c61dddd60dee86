package io.foundryidentity.simulator;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/** One of Azure's clouds, with the names that differ between them. */
public enum Cloud {
  PUBLIC("login.microsoftonline.com", "azure.com", "", "pub", "https://sts.windows.net/"),
  US_GOVERNMENT("login.microsoftonline.us", "azure.us", "USGov", "usg", "https://sts.windows.net/"),
  CHINA(
      "login.partner.microsoftonline.cn",
      "azure.cn",
      "China",
      "chn",
      "https://sts.chinacloudapi.cn/");

  /** The application id of the token exchange in the public cloud; it is public knowledge. */
  private static final String EXCHANGE_APPLICATION = "fb60f99c-7a34-4190-8149-302f77469936";

  private final String authorityHost;
  private final String domain;
  private final String exchange;
  private final String subjectCode;
  private final String stsIssuer;

  Cloud(
      String authorityHost, String domain, String exchange, String subjectCode, String stsIssuer) {
    this.authorityHost = authorityHost;
    this.domain = domain;
    this.exchange = exchange;
    this.subjectCode = subjectCode;
    this.stsIssuer = stsIssuer;
  }

  /** Entra's host. */
  public String authorityHost() {
    return authorityHost;
  }

  public String cognitiveServices() {
    return "https://cognitiveservices." + domain;
  }

  public String foundry() {
    return "https://ai." + domain;
  }

  /** What an assertion is requested for, and what a federated credential expects. */
  public String tokenExchange() {
    return "api://AzureADTokenExchange" + exchange;
  }

  /** The host names under which this cloud's AI resources are found. */
  public List<String> hostSuffixes() {
    return this == CHINA
        ? List.of(".openai." + domain, ".cognitiveservices." + domain)
        : List.of(".openai." + domain, ".cognitiveservices." + domain, ".services.ai." + domain);
  }

  /** The issuer of a tenant's tokens of version 2.0. */
  public String issuer(String tenant) {
    return "https://" + authorityHost + "/" + tenant + "/v2.0";
  }

  /** The issuer of a tenant's tokens of version 1.0. */
  String issuerOfVersion1(String tenant) {
    return stsIssuer + tenant + "/";
  }

  /**
   * The audience inside a token for the token exchange: an application id, although the URI was
   * requested. Only the public cloud's is known; the others get one that is not the public one.
   */
  String tokenExchangeId() {
    return this == PUBLIC
        ? EXCHANGE_APPLICATION
        : UUID.nameUUIDFromBytes(tokenExchange().getBytes(StandardCharsets.UTF_8)).toString();
  }

  /** {@code pub}, {@code usg} or {@code chn} in a subject that an application gave. */
  String subjectCode() {
    return subjectCode;
  }

  /** Whether only another cloud has that resource. */
  boolean isElsewhere(String resource) {
    for (Cloud other : values()) {
      boolean theirs =
          resource.equals(other.cognitiveServices())
              || resource.equals(other.foundry())
              || resource.equals(other.tokenExchange());
      if (other != this && theirs) {
        return true;
      }
    }
    return false;
  }
}
