package io.foundryidentity.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class BridgeClassesTest {

  /** The entries of each jar that was appended. */
  private final List<List<String>> appended = new ArrayList<>();

  @Test
  void each_class_comes_after_its_supertypes() throws Exception {
    Map<String, byte[]> classFiles = BridgeClasses.read();
    Set<String> before = new HashSet<>();
    for (String name : classFiles.keySet()) {
      Class<?> type = Class.forName(name, false, getClass().getClassLoader());
      List<Class<?>> supertypes = new ArrayList<>(List.of(type.getInterfaces()));
      if (type.getSuperclass() != null) {
        supertypes.add(type.getSuperclass());
      }
      assertThat(supertypes)
          .as(name)
          .filteredOn(supertype -> supertype.getPackage() == AuthorizationBridge.class.getPackage())
          .allMatch(supertype -> before.contains(supertype.getName()));
      before.add(name);
    }
    assertThat(before).contains(AuthorizationBridge.class.getName()).hasSizeGreaterThan(40);
  }

  @Test
  void a_jvm_that_refuses_gets_the_classes_appended_in_a_jar() throws IOException {
    Instrumentation refusing =
        instrumentation(
            () -> {
              throw new UnsupportedOperationException("no module is redefined here");
            });

    Throwable reason = BridgeClasses.define(refusing);

    assertThat(reason).hasRootCauseMessage("no module is redefined here");
    assertThat(appended)
        .containsExactly(
            BridgeClasses.read().keySet().stream()
                .map(name -> name.replace('.', '/') + ".class")
                .collect(Collectors.toList()));
  }

  @Test
  void without_a_folder_for_the_jar_the_failure_is_told() {
    Instrumentation any = instrumentation(() -> {});

    assertThatThrownBy(() -> BridgeJar.append(Collections.emptyMap(), any, "/nowhere"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("/nowhere")
        .hasMessageContaining("java.io.tmpdir");
    assertThat(appended).isEmpty();
  }

  private Instrumentation instrumentation(Runnable redefineModule) {
    return (Instrumentation)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Instrumentation.class},
            (proxy, method, arguments) -> {
              switch (method.getName()) {
                case "redefineModule":
                  redefineModule.run();
                  return null;
                case "appendToBootstrapClassLoaderSearch":
                  appended.add(
                      ((JarFile) arguments[0])
                          .stream().map(JarEntry::getName).collect(Collectors.toList()));
                  return null;
                default:
                  throw new UnsupportedOperationException(method.getName());
              }
            });
  }
}
