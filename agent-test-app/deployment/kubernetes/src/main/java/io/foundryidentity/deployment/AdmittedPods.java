package io.foundryidentity.deployment;

import com.google.gson.JsonElement;
import io.kubernetes.client.openapi.models.V1Container;
import io.kubernetes.client.openapi.models.V1EnvVar;
import io.kubernetes.client.openapi.models.V1Pod;
import io.kubernetes.client.openapi.models.V1PodSpec;
import io.kubernetes.client.openapi.models.V1Volume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * Writes each container of the pods that an API server took as the arguments of {@code docker run},
 * one a line.
 *
 * <p>Arguments: a file of pods, a folder to write to. A pod gets a folder there, NAMESPACE/NAME,
 * with the files {@code containers/NAME} and, in the order in which they run, {@code
 * initContainers/NUMBER-NAME}; with the folder {@code volumes}, which stands for the node's; and
 * with the files {@code images/VOLUME}, the image that belongs into that volume. A pod with
 * something that is not run this way is left out.
 */
public final class AdmittedPods {

  private AdmittedPods() {}

  public static void main(String[] arguments) throws IOException {
    for (JsonElement document : Manifest.documents(Path.of(arguments[0]))) {
      V1Pod.validateJsonElement(document);
      V1Pod pod = V1Pod.fromJson(document.toString());
      Path folder =
          Path.of(arguments[1], pod.getMetadata().getNamespace(), pod.getMetadata().getName());
      write(Objects.requireNonNull(pod.getSpec()), folder);
    }
  }

  private static void write(V1PodSpec pod, Path folder) throws IOException {
    if (needsAnApiServer(pod)) {
      return;
    }
    Path node = Files.createDirectories(folder.resolve("volumes"));
    for (V1Volume volume : Objects.requireNonNullElse(pod.getVolumes(), List.<V1Volume>of())) {
      Files.createDirectory(node.resolve(volume.getName()));
      if (volume.getImage() != null) {
        Files.writeString(
            Files.createDirectories(folder.resolve("images")).resolve(volume.getName()),
            volume.getImage().getReference() + "\n");
      }
    }
    int number = 10;
    for (V1Container each :
        Objects.requireNonNullElse(pod.getInitContainers(), List.<V1Container>of())) {
      write(pod, each, node, folder.resolve("initContainers/" + number++ + "-" + each.getName()));
    }
    for (V1Container each : pod.getContainers()) {
      write(pod, each, node, folder.resolve("containers/" + each.getName()));
    }
  }

  private static boolean needsAnApiServer(V1PodSpec pod) {
    return pod.getContainers().stream()
        .flatMap(each -> Objects.requireNonNullElse(each.getEnv(), List.<V1EnvVar>of()).stream())
        .anyMatch(variable -> variable.getValueFrom() != null);
  }

  private static void write(V1PodSpec pod, V1Container container, Path node, Path file)
      throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, new ContainerRun(pod, container, node).arguments());
  }
}
