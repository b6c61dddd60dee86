package com.github.copilot;

import com.github.copilot.rpc.CopilotClientOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Starts the CLI and connects to it: the members that the SDK's class of this name has. */
final class CliServerManager {

  private final CopilotClientOptions options;

  CliServerManager(CopilotClientOptions options) {
    this.options = options;
  }

  ProcessInfo startCliServer() throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(options.getCliPath());
    command.addAll(Arrays.asList("--server", "--no-auto-update", "--no-auto-login"));
    command.addAll(Arrays.asList("--log-level", "error"));
    if (options.isUseStdio()) {
      command.add("--stdio");
    }
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    if (options.getEnvironment() != null) {
      builder.environment().clear();
      builder.environment().putAll(options.getEnvironment());
    }
    Process process = builder.start();
    return new ProcessInfo(process, options.isUseStdio() ? null : announcedPort(process));
  }

  private static Integer announcedPort(Process process) throws IOException {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      String port = line.replaceFirst(".*listening on port (\\d+).*", "$1");
      if (!port.equals(line)) {
        return Integer.valueOf(port);
      }
    }
    throw new IOException("the CLI announced no port");
  }

  JsonRpcClient connectToServer(Process process, String tcpHost, Integer tcpPort)
      throws IOException {
    return tcpHost != null
        ? JsonRpcClient.fromSocket(new Socket(tcpHost, tcpPort))
        : JsonRpcClient.fromProcess(process);
  }

  record ProcessInfo(Process process, Integer port) {}
}
