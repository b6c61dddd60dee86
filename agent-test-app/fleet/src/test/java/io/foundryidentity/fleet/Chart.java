package io.foundryidentity.fleet;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The chart that ships, as Helm renders it. */
final class Chart {

  static final Path FOLDER = Path.of("../../agent/fleet/chart/foundry-identity-agent");

  private Chart() {}

  static Helm helm() {
    return new Helm(FOLDER);
  }

  /** The manifests for these values, on the oldest Kubernetes that takes each engine. */
  static String render(Path values) {
    return template().withValuesFile(values).call();
  }

  static TemplateCommand template() {
    return helm()
        .template()
        .withName("foundry-identity-agent")
        .withNamespace("platform")
        .withKubeVersion("1.36.0");
  }

  /** Each document; a key that is there twice is an error. */
  @SuppressWarnings("unchecked")
  static List<Map<String, Object>> documents(String manifests) {
    LoaderOptions strict = new LoaderOptions();
    strict.setAllowDuplicateKeys(false);
    return StreamSupport.stream(
            new Yaml(new SafeConstructor(strict)).loadAll(manifests).spliterator(), false)
        .map(each -> (Map<String, Object>) each)
        .toList();
  }
}
