package com.github.copilot.rpc;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;

/** Whom the CLI asks: the fields that matter here of the SDK's class of this name, 1.0.5 on. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public class ProviderConfig {

  @JsonProperty("type")
  private String type;

  @JsonProperty("wireApi")
  private String wireApi;

  @JsonProperty("transport")
  private String transport;

  @JsonProperty("baseUrl")
  private String baseUrl;

  @JsonProperty("apiKey")
  private String apiKey;

  @JsonProperty("bearerToken")
  private String bearerToken;

  @JsonProperty("headers")
  private Map<String, String> headers;

  @JsonIgnore private BearerTokenProvider bearerTokenProvider;

  public String getType() {
    return type;
  }

  public ProviderConfig setType(String value) {
    this.type = value;
    return this;
  }

  public String getWireApi() {
    return wireApi;
  }

  public ProviderConfig setWireApi(String value) {
    this.wireApi = value;
    return this;
  }

  public String getTransport() {
    return transport;
  }

  public ProviderConfig setTransport(String value) {
    this.transport = value;
    return this;
  }

  public String getBaseUrl() {
    return baseUrl;
  }

  public ProviderConfig setBaseUrl(String value) {
    this.baseUrl = value;
    return this;
  }

  public String getApiKey() {
    return apiKey;
  }

  public ProviderConfig setApiKey(String value) {
    this.apiKey = value;
    return this;
  }

  public String getBearerToken() {
    return bearerToken;
  }

  public ProviderConfig setBearerToken(String value) {
    this.bearerToken = value;
    return this;
  }

  public Map<String, String> getHeaders() {
    return headers;
  }

  public ProviderConfig setHeaders(Map<String, String> values) {
    this.headers = values;
    return this;
  }

  public BearerTokenProvider getBearerTokenProvider() {
    return bearerTokenProvider;
  }

  public ProviderConfig setBearerTokenProvider(BearerTokenProvider provider) {
    this.bearerTokenProvider = provider;
    return this;
  }

  @JsonProperty("hasBearerTokenProvider")
  Boolean hasBearerTokenProviderWireFlag() {
    return bearerTokenProvider == null ? null : Boolean.TRUE;
  }
}
