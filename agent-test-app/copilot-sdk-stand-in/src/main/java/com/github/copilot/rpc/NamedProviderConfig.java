package com.github.copilot.rpc;

import com.fasterxml.jackson.annotation.JsonProperty;

/** One of several that the CLI may ask. The SDK's class of this name is no subclass. */
public class NamedProviderConfig extends ProviderConfig {

  @JsonProperty("name")
  private String name;

  public String getName() {
    return name;
  }

  public NamedProviderConfig setName(String value) {
    this.name = value;
    return this;
  }
}
