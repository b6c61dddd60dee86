package com.github.copilot.rpc;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

/** A model of a named provider: a few fields of the SDK's class of this name. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public class ProviderModelConfig {

  @JsonProperty("id")
  private String id;

  @JsonProperty("provider")
  private String provider;

  @JsonProperty("wireModel")
  private String wireModel;

  public String getId() {
    return id;
  }

  public ProviderModelConfig setId(String value) {
    this.id = value;
    return this;
  }

  public String getProvider() {
    return provider;
  }

  public ProviderModelConfig setProvider(String value) {
    this.provider = value;
    return this;
  }

  public String getWireModel() {
    return wireModel;
  }

  public ProviderModelConfig setWireModel(String value) {
    this.wireModel = value;
    return this;
  }
}
