package io.foundryidentity.agent.instrumentation.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.method.ParameterDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.commons.ClassRemapper;
import net.bytebuddy.jar.asm.commons.Remapper;
import net.bytebuddy.pool.TypePool;
import net.bytebuddy.utility.OpenedClassReader;
import org.junit.jupiter.api.Test;

class RenamesTest {

  private static final String HERE = RenamesTest.class.getName().replace('.', '/') + "$";

  private final ClassFileLocator here =
      ClassFileLocator.ForClassLoader.of(RenamesTest.class.getClassLoader());

  @Test
  void a_package_is_renamed_with_all_below_it_and_nothing_else() {
    Renames pekko = Renames.of("akka/", "org/apache/pekko/");

    assertThat(pekko.rename("akka/http/Http")).isEqualTo("org/apache/pekko/http/Http");
    assertThat(pekko.rename("akkahttp/Http")).isEqualTo("akkahttp/Http");
    assertThat(pekko.rename("com/akka/Http")).isEqualTo("com/akka/Http");
  }

  @Test
  void a_class_is_renamed_with_those_nested_in_it_and_nothing_else() {
    Renames moved = Renames.of("a/Request", "a/b/Request");

    assertThat(moved.rename("a/Request")).isEqualTo("a/b/Request");
    assertThat(moved.rename("a/Request$Content")).isEqualTo("a/b/Request$Content");
    assertThat(moved.rename("a/RequestListener")).isEqualTo("a/RequestListener");
  }

  @Test
  void the_first_of_several_counts() {
    Renames moved = Renames.of("a/http/Sender", "a/internal/Sender").and("a/http/", "a/");

    assertThat(moved.rename("a/http/Sender")).isEqualTo("a/internal/Sender");
    assertThat(moved.rename("a/http/Factory")).isEqualTo("a/Factory");
  }

  @Test
  void shading_moves_the_clients_top_package() {
    assertThat(Renames.shading("okhttp3/internal/Call", "acme/").rename("okhttp3/Request"))
        .isEqualTo("acme/okhttp3/Request");
    assertThat(Renames.shading("org/eclipse/jetty/Client", "acme/").rename("org/slf4j/Logger"))
        .isEqualTo("org/slf4j/Logger");
  }

  @Test
  void the_advice_of_a_shaded_relative_has_both_names() throws Exception {
    ClassFileLocator relative =
        RenamedAdviceLocator.of(here, Renames.of(HERE + "Request", "org/relative/http/Request"));
    ClassFileLocator shaded =
        RenamedAdviceLocator.of(relative, Renames.shading("org/relative/http/Request", "acme/"));

    assertThat(references(shaded))
        .contains("acme/org/relative/http/Request", HERE + "ExampleAdvice")
        .doesNotContain(HERE + "Request", "org/relative/http/Request");
  }

  @Test
  void a_field_has_its_name_in_the_relative() {
    ClassFileLocator relative =
        RenamedAdviceLocator.of(here, Renames.ofField("originalRequest", "clientRequest"));

    MethodDescription enter =
        TypePool.Default.of(relative)
            .describe(ExampleAdvice.class.getName())
            .resolve()
            .getDeclaredMethods()
            .filter(method -> method.getName().equals("enter"))
            .getOnly();
    ParameterDescription request = enter.getParameters().getOnly();
    assertThat(request.getDeclaredAnnotations().ofType(Advice.FieldValue.class).load().value())
        .isEqualTo("clientRequest");
  }

  private static Set<String> references(ClassFileLocator locator) throws Exception {
    Set<String> references = new HashSet<>();
    new ClassReader(locator.locate(ExampleAdvice.class.getName()).resolve())
        .accept(
            new ClassRemapper(
                new ClassWriter(0),
                new Remapper(OpenedClassReader.ASM_API) {
                  @Override
                  public String map(String internalName) {
                    references.add(internalName);
                    return internalName;
                  }
                }),
            0);
    return references;
  }

  /** A client's class. */
  static class Request {}

  static final class ExampleAdvice {

    private ExampleAdvice() {}

    @Advice.OnMethodEnter
    static void enter(@Advice.FieldValue("originalRequest") Request request) {}
  }
}
