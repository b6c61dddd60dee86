package io.foundryidentity.servers;

import java.util.ArrayList;
import java.util.List;

/** Plug-ins that bring client libraries of their own, as those of Kafka Connect do. */
record PluginLoaders(Checkout checkout, Jvm jvm) implements Server {

  @Override
  public String name() {
    return "plugin-loaders";
  }

  @Override
  public String title() {
    return "Child-first plug-in class loaders";
  }

  @Override
  public String version() {
    return "";
  }

  @Override
  public String note() {
    return "two plug-ins, each with client libraries of its own, as in Kafka Connect";
  }

  @Override
  public Launch prepare(StartSettings settings) {
    Programs programs = new Programs(checkout);
    List<String> command = new ArrayList<>();
    command.add(jvm.executable());
    command.addAll(settings.options());
    command.addAll(List.of("-cp", programs.classes().toString(), Programs.main("Plugins")));
    command.add(programs.libraries().toString());
    return Launch.of(command, settings.folder(), "^Asked$", null);
  }
}
