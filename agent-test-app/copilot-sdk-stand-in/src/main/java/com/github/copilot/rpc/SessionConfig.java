package com.github.copilot.rpc;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** What a session is made from: a few fields of the SDK's class of this name. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public class SessionConfig {

  @JsonProperty("sessionId")
  private String sessionId;

  @JsonProperty("model")
  private String model;

  @JsonProperty("streaming")
  private Boolean streaming;

  @JsonProperty("provider")
  private ProviderConfig provider;

  @JsonProperty("providers")
  private List<NamedProviderConfig> providers;

  @JsonProperty("models")
  private List<ProviderModelConfig> models;

  public String getSessionId() {
    return sessionId;
  }

  public SessionConfig setSessionId(String value) {
    this.sessionId = value;
    return this;
  }

  public String getModel() {
    return model;
  }

  public SessionConfig setModel(String value) {
    this.model = value;
    return this;
  }

  public Boolean getStreaming() {
    return streaming;
  }

  public SessionConfig setStreaming(boolean value) {
    this.streaming = value;
    return this;
  }

  public ProviderConfig getProvider() {
    return provider;
  }

  public SessionConfig setProvider(ProviderConfig value) {
    this.provider = value;
    return this;
  }

  public List<ProviderModelConfig> getModels() {
    return models;
  }

  public SessionConfig setModels(List<ProviderModelConfig> values) {
    this.models = values;
    return this;
  }

  public List<NamedProviderConfig> getProviders() {
    return providers;
  }

  public SessionConfig setProviders(List<NamedProviderConfig> values) {
    this.providers = values;
    return this;
  }
}
