package io.foundryidentity.agent.instrumentation.okhttp;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.function.ToIntFunction;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.commons.ClassRemapper;
import net.bytebuddy.jar.asm.commons.Remapper;
import net.bytebuddy.utility.OpenedClassReader;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/** OkHttp in an application that relocated it into a package of its own. */
final class ShadedOkHttp extends ClassLoader {

  private final String prefix;

  /**
   * @param prefix with a dot at its end
   */
  ShadedOkHttp(String prefix) {
    super(ShadedOkHttp.class.getClassLoader());
    this.prefix = prefix;
  }

  @SuppressWarnings("unchecked")
  int get(String url) throws ReflectiveOperationException {
    Object call = loadClass(prefix + Get.class.getName()).getDeclaredConstructor().newInstance();
    return ((ToIntFunction<String>) call).applyAsInt(url);
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      byte[] classFile = in.readAllBytes();
      return defineClass(name, classFile, 0, classFile.length);
    } catch (IOException unreadable) {
      throw new ClassNotFoundException(name, unreadable);
    }
  }

  /** The relocated class files, as the application's jar would have them. */
  @Override
  public InputStream getResourceAsStream(String name) {
    String folder = prefix.replace('.', '/');
    InputStream original =
        getParent()
            .getResourceAsStream(name.startsWith(folder) ? name.substring(folder.length()) : name);
    if (original == null || !name.startsWith(folder)) {
      return original;
    }
    try (original) {
      ClassWriter writer = new ClassWriter(0);
      new ClassReader(original.readAllBytes()).accept(new ClassRemapper(writer, relocation()), 0);
      return new ByteArrayInputStream(writer.toByteArray());
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private Remapper relocation() {
    String own = Get.class.getName().replace('.', '/');
    return new Remapper(OpenedClassReader.ASM_API) {
      @Override
      public String map(String name) {
        return name.startsWith("okhttp3/") || name.equals(own)
            ? prefix.replace('.', '/') + name
            : name;
      }
    };
  }

  /** One call, written for OkHttp's own package, and relocated with it. */
  public static final class Get implements ToIntFunction<String> {
    @Override
    public int applyAsInt(String url) {
      Request request = new Request.Builder().url(url).header("api-key", "placeholder-key").build();
      try {
        Response response = new OkHttpClient().newCall(request).execute();
        response.body().string();
        return response.code();
      } catch (IOException failure) {
        throw new IllegalStateException(failure);
      }
    }
  }
}
