package io.foundryidentity.agent.dist.program;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.ProtectionDomain;

/** Writes OkHttp's class files into a folder, as they are after the agents before this one. */
public final class RecordingAgent {

  private RecordingAgent() {}

  public static void premain(String folder, Instrumentation instrumentation) {
    instrumentation.addTransformer(new Recorder(Path.of(folder)), true);
  }

  private static final class Recorder implements ClassFileTransformer {

    private final Path folder;

    Recorder(Path folder) {
      this.folder = folder;
    }

    @Override
    public byte[] transform(
        ClassLoader loader,
        String className,
        Class<?> redefined,
        ProtectionDomain domain,
        byte[] classFile) {
      if (className != null && className.startsWith("okhttp3/internal/http")) {
        try {
          Files.write(folder.resolve(className.replace('/', '.')), classFile);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
      return null;
    }
  }
}
