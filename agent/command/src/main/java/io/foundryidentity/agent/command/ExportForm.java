package io.foundryidentity.agent.command;

import io.foundryidentity.agent.core.configuration.Nearest;
import io.foundryidentity.agent.core.json.Json;
import io.foundryidentity.agent.core.targets.Quoted;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The forms of {@code --export}. Each line of a shell's form can be executed on its own, as scripts
 * read them line by line.
 */
enum ExportForm {
  SHELL {
    @Override
    List<String> lines(ClientEnvironment client, Map<String, String> before) {
      List<String> lines = new ArrayList<>();
      client
          .set()
          .forEach((name, value) -> lines.add("export " + name + "=" + ShellWord.quoted(value)));
      for (String name : client.replaced()) {
        lines.add(
            "[ -z \"${"
                + name
                + ":-}\" ] || export "
                + name
                + "="
                + ShellWord.quoted(client.secret()));
      }
      lines.add("unset " + String.join(" ", client.removed()));
      lines.add("export no_proxy=\"${no_proxy:-${NO_PROXY:-}}\"");
      lines.add("export NO_PROXY=\"${NO_PROXY:-$no_proxy}\"");
      for (String name : NO_PROXY) {
        lines.add(
            "[ \"$"
                + name
                + "\" = '*' ] || "
                + name
                + "=\"${"
                + name
                + ":+$"
                + name
                + ",}"
                + client.host()
                + "\"");
      }
      return lines;
    }
  },

  JSON {
    @Override
    List<String> lines(ClientEnvironment client, Map<String, String> before) {
      Map<String, @Nullable String> values = new LinkedHashMap<>(client.values(before));
      client.removed().forEach(name -> values.put(name, null));
      return Collections.singletonList(Json.line(values));
    }
  },

  /** A container inherits nothing, so nothing is removed; an empty value would not be the same. */
  DOCKER {
    @Override
    List<String> lines(ClientEnvironment client, Map<String, String> before) {
      List<String> lines = new ArrayList<>();
      client.values(before).forEach((name, value) -> lines.add(name + "=" + value));
      return lines;
    }
  },

  POWERSHELL {
    @Override
    List<String> lines(ClientEnvironment client, Map<String, String> before) {
      List<String> lines = new ArrayList<>();
      client.set().forEach((name, value) -> lines.add(assignment(name, value)));
      for (String name : client.replaced()) {
        lines.add("if ($env:" + name + ") { " + assignment(name, client.secret()) + " }");
      }
      lines.add("Remove-Item -ErrorAction Ignore Env:" + String.join(", Env:", client.removed()));
      client
          .values(before)
          .forEach(
              (name, value) -> {
                if (NO_PROXY.contains(name)) {
                  lines.add(assignment(name, value));
                }
              });
      return lines;
    }

    private String assignment(String name, String value) {
      return "$env:" + name + " = '" + value.replace("'", "''") + "'";
    }
  };

  private static final List<String> NO_PROXY =
      Collections.unmodifiableList(Arrays.asList("NO_PROXY", "no_proxy"));

  /**
   * What {@code --export} prints.
   *
   * @param before the gateway's own environment
   */
  abstract List<String> lines(ClientEnvironment client, Map<String, String> before);

  /**
   * The form with this name, in any case.
   *
   * @throws IllegalArgumentException if there is none; its message is for the operator
   */
  static ExportForm of(String name) {
    List<String> names = new ArrayList<>();
    for (ExportForm form : values()) {
      if (form.id().equals(name.toLowerCase(Locale.ROOT))) {
        return form;
      }
      names.add(form.id());
    }
    throw new IllegalArgumentException(
        "--export="
            + Quoted.quote(name)
            + " is not one of "
            + String.join(", ", names)
            + "; the nearest is "
            + nearest(name.toLowerCase(Locale.ROOT), names));
  }

  /** What is meant by the name of a program that reads such lines; else the nearest in letters. */
  private static String nearest(String name, List<String> names) {
    switch (name) {
      case "bash":
      case "sh":
      case "zsh":
        return SHELL.id();
      case "ps":
      case "pwsh":
        return POWERSHELL.id();
      case "env":
      case "env-file":
        return DOCKER.id();
      default:
        return Nearest.of(name, names.toArray(new String[0]));
    }
  }

  private String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
