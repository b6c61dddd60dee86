package io.foundryidentity.agent.dist;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.json.JsonProviders;
import com.azure.json.JsonReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is published with the jar: a checksum and a bill of materials. */
class BesideTheJarIT {

  private static final Path SBOM = ChildJvm.JAR.resolveSibling("foundry-identity-agent-sbom.json");

  /** One file for each artifact that was unpacked into the jar, {@code group-artifact-jar-v}. */
  private static final Path UNPACKED =
      ChildJvm.JAR.resolveSibling("dependency-maven-plugin-markers");

  @Test
  void the_checksum_is_of_this_jar_in_the_form_that_sha256sum_reads() throws Exception {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(ChildJvm.JAR));
    assertThat(ChildJvm.JAR.resolveSibling(ChildJvm.JAR.getFileName() + ".sha256"))
        .content()
        .isEqualToNormalizingNewlines(
            HexFormat.of().formatHex(digest) + "  " + ChildJvm.JAR.getFileName() + "\n");
  }

  @Test
  void the_bill_of_materials_lists_exactly_what_is_in_the_jar() throws IOException {
    Set<String> listed =
        components().stream()
            .map(part -> part.get("group") + "-" + part.get("name") + "-jar-" + part.get("version"))
            .collect(Collectors.toSet());
    assertThat(listed).isNotEmpty().isEqualTo(unpacked());
  }

  @Test
  void each_part_names_its_licence() throws IOException {
    assertThat(components())
        .allMatch(part -> part.get("licenses") instanceof List<?> some && !some.isEmpty());
  }

  /** The bridge is not unpacked: its classes are in an entry of the runtime. */
  private static Set<String> unpacked() throws IOException {
    try (Stream<Path> markers = Files.list(UNPACKED)) {
      Set<String> parts =
          markers
              .map(marker -> marker.getFileName().toString().replace(".marker", ""))
              .collect(Collectors.toSet());
      parts.stream()
          .filter(part -> part.contains("agent-runtime-jar"))
          .findFirst()
          .ifPresent(runtime -> parts.add(runtime.replace("agent-runtime", "agent-bootstrap")));
      return parts;
    }
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> components() throws IOException {
    try (JsonReader reader = JsonProviders.createReader(Files.readAllBytes(SBOM))) {
      return (List<Map<String, Object>>)
          reader.<Object>readMap(JsonReader::readUntyped).get("components");
    }
  }
}
