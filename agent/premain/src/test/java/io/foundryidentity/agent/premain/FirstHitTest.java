package io.foundryidentity.agent.premain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirstHitTest {

  private static final String JOIN_POINT = FirstHitTest.class.getName().replace('.', '/');
  private static final byte[] WOVEN = {1};

  @TempDir private Path folder;

  private final List<Class<?>> retransformed = new ArrayList<>();

  @Test
  void what_was_loaded_before_is_retransformed() throws Exception {
    hit(String.class, FirstHitTest.class).catchUp();

    assertThat(retransformed).containsExactly(FirstHitTest.class);
  }

  @Test
  void a_jvm_that_is_ending_has_no_classes_to_look_at() throws Exception {
    FirstHit hit = hit((Class<?>[]) null);

    assertThatCode(hit::catchUp).doesNotThrowAnyException();
    assertThat(retransformed).isEmpty();
  }

  @Test
  void a_join_point_that_loads_while_the_agent_comes_in_on_the_same_thread_is_left_alone()
      throws Exception {
    AtomicReference<FirstHit> hit = new AtomicReference<>();
    List<byte[]> within = new ArrayList<>();
    hit.set(
        hit(
            unused -> {
              within.add(transform(hit.get(), JOIN_POINT));
              return transformer();
            }));

    assertThat(transform(hit.get(), JOIN_POINT)).isEqualTo(WOVEN);
    assertThat(within).containsExactly((byte[]) null);
  }

  private static byte[] transform(FirstHit hit, String className) {
    return hit.transform(null, className, null, null, new byte[0]);
  }

  private static ClassFileTransformer transformer() {
    return new ClassFileTransformer() {
      @Override
      public byte[] transform(
          ClassLoader loader,
          String className,
          Class<?> redefined,
          ProtectionDomain domain,
          byte[] classFile) {
        return WOVEN;
      }
    };
  }

  private FirstHit hit(Class<?>... loaded) throws Exception {
    return hit(unused -> new ClassFileTransformer() {}, loaded);
  }

  private FirstHit hit(Function<Instrumentation, ClassFileTransformer> runtime, Class<?>... loaded)
      throws Exception {
    ClassLoader isolated =
        new ClassLoader(null) {
          @Override
          public InputStream getResourceAsStream(String name) {
            String index = JOIN_POINT + "\n";
            return new ByteArrayInputStream(index.getBytes(StandardCharsets.UTF_8));
          }
        };
    Path jar = folder.resolve("agent.jar");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new JarOutputStream(bytes, new Manifest()).close();
    Files.write(jar, bytes.toByteArray());
    return new FirstHit(
        JoinPointNames.read(isolated, new String[0]),
        new JarFile(jar.toFile()),
        runtime,
        instrumentation(loaded));
  }

  private Instrumentation instrumentation(Class<?>... loaded) {
    return (Instrumentation)
        Proxy.newProxyInstance(
            FirstHitTest.class.getClassLoader(),
            new Class<?>[] {Instrumentation.class},
            (proxy, method, arguments) -> {
              switch (method.getName()) {
                case "isRetransformClassesSupported":
                  return true;
                case "getAllLoadedClasses":
                  return loaded;
                case "retransformClasses":
                  retransformed.addAll(List.of((Class<?>[]) arguments[0]));
                  return null;
                case "appendToBootstrapClassLoaderSearch":
                  return null;
                default:
                  throw new UnsupportedOperationException(method.getName());
              }
            });
  }
}
