package io.foundryidentity.deployment;

import io.kubernetes.client.custom.Quantity;
import io.kubernetes.client.openapi.models.V1Container;
import io.kubernetes.client.openapi.models.V1EnvVar;
import io.kubernetes.client.openapi.models.V1PodSecurityContext;
import io.kubernetes.client.openapi.models.V1PodSpec;
import io.kubernetes.client.openapi.models.V1SecurityContext;
import io.kubernetes.client.openapi.models.V1VolumeMount;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A pod's container as the arguments of {@code docker run}. Its volumes are folders below the one
 * that stands for the node's.
 */
final class ContainerRun {

  private static final Pattern REFERENCE = Pattern.compile("\\$(\\$|\\(([^)]*)\\))");

  private final V1PodSpec pod;
  private final V1Container container;
  private final Path node;

  ContainerRun(V1PodSpec pod, V1Container container, Path node) {
    this.pod = pod;
    this.container = container;
    this.node = node;
  }

  List<String> arguments() {
    List<String> run = new ArrayList<>();
    addSecurity(run);
    addLimits(run);
    environment().forEach((name, value) -> run.add("--env=" + name + "=" + value));
    for (V1VolumeMount mount : orEmpty(container.getVolumeMounts())) {
      String mode = Boolean.TRUE.equals(mount.getReadOnly()) ? ":ro" : "";
      run.add("--volume=" + node.resolve(mount.getName()) + ":" + mount.getMountPath() + mode);
    }
    run.add(container.getImage());
    // "command" would be Docker's entry point; the images here that have one are run without a command
    run.addAll(orEmpty(container.getCommand()));
    run.addAll(orEmpty(container.getArgs()));
    return run;
  }

  private void addSecurity(List<String> run) {
    V1PodSecurityContext ofPod =
        Objects.requireNonNullElseGet(pod.getSecurityContext(), V1PodSecurityContext::new);
    V1SecurityContext security =
        Objects.requireNonNullElseGet(container.getSecurityContext(), V1SecurityContext::new);
    Long user = Objects.requireNonNullElse(security.getRunAsUser(), -1L);
    if (user < 0 && ofPod.getRunAsUser() != null) {
      user = ofPod.getRunAsUser();
    }
    if (user >= 0) {
      run.add("--user=" + user);
    }
    if (ofPod.getFsGroup() != null) {
      run.add("--group-add=" + ofPod.getFsGroup());
    }
    if (Boolean.TRUE.equals(security.getReadOnlyRootFilesystem())) {
      run.add("--read-only");
    }
    if (Boolean.FALSE.equals(security.getAllowPrivilegeEscalation())) {
      run.add("--security-opt=no-new-privileges");
    }
    if (security.getCapabilities() != null) {
      orEmpty(security.getCapabilities().getDrop()).forEach(each -> run.add("--cap-drop=" + each));
    }
  }

  private void addLimits(List<String> run) {
    if (container.getResources() == null || container.getResources().getLimits() == null) {
      return;
    }
    Map<String, Quantity> limits = container.getResources().getLimits();
    Optional.ofNullable(limits.get("cpu"))
        .ifPresent(cpu -> run.add("--cpus=" + cpu.getNumber().toPlainString()));
    Optional.ofNullable(limits.get("memory"))
        .ifPresent(memory -> run.add("--memory=" + memory.getNumber().toBigInteger()));
  }

  /** As kubelet makes it: the last of a name counts, and each value may refer to those before it. */
  private Map<String, String> environment() {
    Map<String, String> environment = new LinkedHashMap<>();
    for (V1EnvVar variable : orEmpty(container.getEnv())) {
      if (variable.getValueFrom() != null) {
        throw new IllegalArgumentException("There is no API server for " + variable.getName());
      }
      String value = Objects.requireNonNullElse(variable.getValue(), "");
      environment.put(variable.getName(), expand(value, environment));
    }
    return environment;
  }

  private static String expand(String value, Map<String, String> known) {
    return REFERENCE
        .matcher(value)
        .replaceAll(found -> Matcher.quoteReplacement(replacement(found.group(), known)));
  }

  private static String replacement(String reference, Map<String, String> known) {
    if (reference.equals("$$")) {
      return "$";
    }
    return known.getOrDefault(reference.substring(2, reference.length() - 1), reference);
  }

  private static <T> List<T> orEmpty(List<T> list) {
    return Objects.requireNonNullElse(list, List.of());
  }
}
