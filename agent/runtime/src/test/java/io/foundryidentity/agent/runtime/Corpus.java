package io.foundryidentity.agent.runtime;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/**
 * Answers as they are and as they could be, in files, of which the inputs are made: with fresh
 * secrets in them, and changed in one way or another.
 */
final class Corpus {

  private static final String FORGED = "\r\nfoundry-identity ERROR: FORGED\n";

  private final List<String> seeds = new ArrayList<>();

  Corpus(String... folders) {
    for (String folder : folders) {
      try (Stream<Path> files =
          Files.list(Path.of(Corpus.class.getResource("/corpus/" + folder).toURI()))) {
        for (Path file : files.sorted().toList()) {
          seeds.add(Files.readString(file));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (URISyntaxException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** One of them with these secrets, unchanged or changed. */
  String input(Random random, Secrets secrets) {
    String text = seeds.get(random.nextInt(seeds.size()));
    int changes = random.nextInt(3);
    // Before the secrets are in, so that their parts stay what they are
    for (int i = 0; i < changes; i++) {
      text = changed(text, random);
    }
    text = filled(text, random, secrets);
    if (random.nextInt(20) == 0) {
      int body = text.indexOf('\n') + 1;
      text = text.substring(0, body) + compressed(text.substring(body));
    }
    return random.nextInt(4) == 0 ? text.substring(0, random.nextInt(text.length() + 1)) : text;
  }

  /** What a server sends that compresses unasked. */
  private static String compressed(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toString(StandardCharsets.ISO_8859_1);
  }

  private static String filled(String text, Random random, Secrets secrets) {
    String request =
        "client_id=x&client_secret="
            + URLEncoder.encode(secrets.secret(), StandardCharsets.UTF_8)
            + "&client_assertion="
            + secrets.assertion()
            + "&scope=y";
    return text.replace("${REQUEST}", request)
        .replace("${TOKEN}", secrets.token())
        .replace("${REFRESH}", secrets.refresh())
        .replace("${SECRET}", quoted(secrets.secret()))
        .replace("${ASSERTION}", secrets.assertion())
        .replace("${HUGE}", random.nextInt(50) == 0 ? "x7 ".repeat(90_000) : "x7")
        .replace("${ESC}", "\u001b")
        .replace("${BEL}", "\u0007")
        .replace("${NUL}", "\0")
        .replace("${CR}", "\r")
        .replace("${CSI}", "\u009b")
        .replace("${LS}", "\u2028")
        .replace("${RLO}", "\u202e");
  }

  /** Most of the files are JSON. */
  private static String quoted(String secret) {
    return secret.replace("\\", "\\\\").replace("\"", "\\\"");
  }

  private static String changed(String text, Random random) {
    int at = random.nextInt(text.length() + 1);
    String before = text.substring(0, at);
    String after = text.substring(at);
    return switch (random.nextInt(10)) {
      case 0 -> before + FORGED + after;
      case 1 -> before + "\u001b[31m\u001b]0;x\u0007" + after;
      case 2 -> before + "\u2028\u0085\u009b\u202e" + after;
      case 3 -> before + after.substring(Math.min(after.length(), random.nextInt(20)));
      case 4 -> before + text + after;
      case 5 -> before.isEmpty() ? after : before.replace("\"", "\\\"") + after;
      case 6 -> text.replace("\n", "\r\n");
      case 7 -> before + "\\u000d\\u000afoundry-identity ERROR: FORGED\\u001b[0m" + after;
      case 8 -> before + (char) random.nextInt(256) + after;
      default -> before + "\0\ud800\uffff" + after;
    };
  }
}
