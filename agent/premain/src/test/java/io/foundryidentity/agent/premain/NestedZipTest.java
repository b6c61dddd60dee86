package io.foundryidentity.agent.premain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NestedZipTest {

  private static final String CLASSES = "inst/classes.zip";

  @TempDir private Path folder;
  private Path outer;
  private final Map<String, byte[]> entries = new LinkedHashMap<>();

  @BeforeEach
  void make() throws IOException {
    outer = folder.resolve("agent.jar");
    Random random = new Random(1);
    for (int i = 0; i < 3_000; i++) {
      byte[] content = new byte[random.nextInt(2_000)];
      if (i % 2 == 0) {
        random.nextBytes(content);
      }
      entries.put("library/p" + i % 17 + "/Class" + i + ".class", content);
    }
    Files.write(outer, outer(zip(entries, ZipEntry.DEFLATED), ZipEntry.STORED));
  }

  @Test
  void every_entry_is_read_as_it_was_written() throws IOException {
    NestedZip nested = nested();
    for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
      assertThat(nested.contains(entry.getKey())).isTrue();
      assertThat(nested.read(entry.getKey())).isEqualTo(entry.getValue());
    }
  }

  @Test
  void stored_entries_are_read_too() throws IOException {
    Files.write(outer, outer(zip(entries, ZipEntry.STORED), ZipEntry.STORED));
    NestedZip nested = nested();
    for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
      assertThat(nested.read(entry.getKey())).isEqualTo(entry.getValue());
    }
  }

  @Test
  void what_is_not_there_is_not_found() throws IOException {
    NestedZip nested = nested();
    assertThat(nested.read("library/p1/Class1.clas")).isNull();
    assertThat(nested.read("")).isNull();
    assertThat(nested.read(CLASSES)).isNull();
    assertThat(nested.read("library/p1/Class\u00e9.class")).isNull();
    assertThat(nested.contains("library/p2/Class1.class")).isFalse();
  }

  @Test
  void a_newer_jar_in_its_place_does_not_disturb_one_that_is_open() throws IOException {
    NestedZip nested = nested();
    Path newer = folder.resolve("newer.jar");
    Files.write(newer, new byte[] {1, 2, 3});
    Files.move(newer, outer, StandardCopyOption.REPLACE_EXISTING);
    String name = "library/p1/Class1.class";
    assertThat(nested.read(name)).isEqualTo(entries.get(name));
  }

  @Test
  void a_compressed_one_is_refused() throws IOException {
    Files.write(outer, outer(zip(entries, ZipEntry.DEFLATED), ZipEntry.DEFLATED));
    NestedZip nested = nested();
    assertThatThrownBy(() -> nested.read("x"))
        .isInstanceOf(IOException.class)
        .hasMessage("the agent's jar has no stored inst/classes.zip");
  }

  @Test
  void one_that_is_cut_off_is_an_error_with_a_message() throws IOException {
    byte[] whole = zip(entries, ZipEntry.DEFLATED);
    Files.write(outer, outer(Arrays.copyOf(whole, whole.length / 2), ZipEntry.STORED));
    NestedZip nested = nested();
    assertThatThrownBy(() -> nested.read("x"))
        .isInstanceOf(IOException.class)
        .hasMessage("the agent's jar is cut off");
  }

  @Test
  void a_damaged_entry_is_an_error_with_a_message() throws IOException {
    Map<String, byte[]> one = Map.of("a", new byte[50_000]);
    byte[] nested = zip(one, ZipEntry.DEFLATED);
    // After the local header of 30 bytes and the name of one; 0b111 is no kind of block
    Arrays.fill(nested, 31, 40, (byte) 0b111);
    Files.write(outer, outer(nested, ZipEntry.STORED));
    assertThatThrownBy(() -> nested().read("a"))
        .isInstanceOf(IOException.class)
        .hasMessage("the agent's jar is damaged");
  }

  private NestedZip nested() throws IOException {
    ZipFile file = new ZipFile(outer.toFile());
    return new NestedZip(file, file.getEntry(CLASSES), CLASSES);
  }

  private static byte[] outer(byte[] nested, int method) throws IOException {
    Map<String, byte[]> around = new LinkedHashMap<>();
    around.put("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\n".getBytes("UTF-8"));
    around.put(CLASSES, nested);
    around.put("LICENSE", new byte[100]);
    return zip(around, method);
  }

  private static byte[] zip(Map<String, byte[]> entries, int method) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> content : entries.entrySet()) {
        ZipEntry entry = new ZipEntry(content.getKey());
        entry.setMethod(method);
        entry.setSize(content.getValue().length);
        CRC32 sum = new CRC32();
        sum.update(content.getValue());
        entry.setCrc(sum.getValue());
        out.putNextEntry(entry);
        out.write(content.getValue());
        out.closeEntry();
      }
    }
    return bytes.toByteArray();
  }
}
