package com.github.copilot.rpc;

import java.util.HashMap;
import java.util.Map;

/** How the CLI is started: a few of the options of the SDK's class of this name. */
public class CopilotClientOptions {

  private String cliPath;
  private Map<String, String> environment;
  private String cliUrl;
  private boolean useStdio = true;

  public String getCliPath() {
    return cliPath;
  }

  public CopilotClientOptions setCliPath(String path) {
    this.cliPath = path;
    return this;
  }

  public String getCliUrl() {
    return cliUrl;
  }

  public CopilotClientOptions setCliUrl(String url) {
    this.cliUrl = url;
    return this;
  }

  public Map<String, String> getEnvironment() {
    return environment == null ? null : new HashMap<>(environment);
  }

  public CopilotClientOptions setEnvironment(Map<String, String> variables) {
    this.environment = new HashMap<>(variables);
    return this;
  }

  public boolean isUseStdio() {
    return useStdio;
  }

  public CopilotClientOptions setUseStdio(boolean stdio) {
    this.useStdio = stdio;
    return this;
  }
}
