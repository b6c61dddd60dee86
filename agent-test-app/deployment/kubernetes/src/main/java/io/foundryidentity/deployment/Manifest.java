package io.foundryidentity.deployment;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import io.kubernetes.client.openapi.models.V1Container;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1PodSpec;
import io.kubernetes.client.openapi.models.V1ServiceAccount;
import io.kubernetes.client.openapi.models.V1Volume;
import io.kubernetes.client.openapi.models.V1VolumeMount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * Validates a manifest as strictly as Kubernetes describes its types, then prints one of its
 * containers as the arguments of {@code docker run}, one a line.
 *
 * <p>Arguments: the manifest, the folder that stands for the node's, the container's name. Volumes
 * are folders below that one, open to all, as kubelet makes those of an emptyDir.
 */
public final class Manifest {

  private final V1ServiceAccount account;
  private final V1Deployment deployment;

  private Manifest(List<JsonElement> documents) throws IOException {
    V1ServiceAccount.validateJsonElement(documents.get(0));
    V1Deployment.validateJsonElement(documents.get(1));
    account = V1ServiceAccount.fromJson(documents.get(0).toString());
    deployment = V1Deployment.fromJson(documents.get(1).toString());
    require("v1".equals(account.getApiVersion()), "apiVersion of the ServiceAccount");
    require("ServiceAccount".equals(account.getKind()), "kind of the ServiceAccount");
    require("apps/v1".equals(deployment.getApiVersion()), "apiVersion of the Deployment");
    require("Deployment".equals(deployment.getKind()), "kind of the Deployment");
  }

  public static void main(String[] arguments) throws IOException {
    List<JsonElement> documents = documents(Path.of(arguments[0]));
    require(documents.size() == 2, "a ServiceAccount and a Deployment, and no more");
    Manifest manifest = new Manifest(documents);
    manifest.checkReferences();
    manifest.checkWorkloadIdentity();
    manifest.dockerRun(arguments[2], Path.of(arguments[1])).forEach(System.out::println);
  }

  /** A key that is there twice is an error. */
  static List<JsonElement> documents(Path file) throws IOException {
    LoaderOptions strict = new LoaderOptions();
    strict.setAllowDuplicateKeys(false);
    List<JsonElement> documents = new ArrayList<>();
    for (Object document :
        new Yaml(new SafeConstructor(strict)).loadAll(Files.readString(file))) {
      documents.add(new Gson().toJsonTree(document));
    }
    return documents;
  }

  private V1PodSpec pod() {
    return Objects.requireNonNull(deployment.getSpec().getTemplate().getSpec());
  }

  private Map<String, String> podLabels() {
    return deployment.getSpec().getTemplate().getMetadata().getLabels();
  }

  /** What an API server checks beyond the types of the fields. */
  private void checkReferences() {
    require(
        podLabels()
            .entrySet()
            .containsAll(deployment.getSpec().getSelector().getMatchLabels().entrySet()),
        "the selector picks the template's labels");
    List<String> volumes = pod().getVolumes().stream().map(V1Volume::getName).toList();
    for (V1Container container : containers()) {
      for (V1VolumeMount mount : container.getVolumeMounts()) {
        require(volumes.contains(mount.getName()), "a volume for the mount " + mount.getName());
      }
    }
  }

  /** What the webhook of Azure's workload identity goes by. */
  private void checkWorkloadIdentity() {
    require(
        account.getMetadata().getAnnotations().containsKey("azure.workload.identity/client-id"),
        "the client id on the service account");
    require("true".equals(podLabels().get("azure.workload.identity/use")), "the label on the pod");
    require(
        account.getMetadata().getName().equals(pod().getServiceAccountName()),
        "the pod runs as the service account");
  }

  private List<V1Container> containers() {
    List<V1Container> all = new ArrayList<>(pod().getInitContainers());
    all.addAll(pod().getContainers());
    return all;
  }

  private List<String> dockerRun(String name, Path node) {
    V1Container container =
        containers().stream().filter(each -> each.getName().equals(name)).findFirst().orElseThrow();
    return new ContainerRun(pod(), container, node).arguments();
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new IllegalArgumentException("The manifest lacks: " + what);
    }
  }
}
