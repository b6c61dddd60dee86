package io.foundryidentity.agent.instrumentation.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.ArrayList;
import java.util.List;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WeavingWarmUpTest {

  @Test
  void the_sample_is_woven_with_enter_and_exit_advice() throws Exception {
    byte[] woven = SampleWeaving.weave();

    // The method itself has none: these come from the advice's suppression and exit on exceptions
    assertThat(exceptionHandlers(woven)).hasSizeGreaterThanOrEqualTo(3);
  }

  @Test
  void only_the_first_early_class_starts_it_and_does_not_wait() {
    List<Runnable> tasks = new ArrayList<>();
    WeavingWarmUp warmUp = new WeavingWarmUp(tasks::add);

    warmUp.start();
    warmUp.start();

    assertThat(tasks).hasSize(1);
  }

  @Test
  void a_missing_thread_is_no_failure() {
    WeavingWarmUp warmUp =
        new WeavingWarmUp(
            task -> {
              throw new OutOfMemoryError("unable to create native thread");
            });

    assertThatCode(warmUp::start).doesNotThrowAnyException();
  }

  private static List<String> exceptionHandlers(byte[] classFile) {
    List<String> caught = new ArrayList<>();
    new ClassReader(classFile)
        .accept(
            new ClassVisitor(Opcodes.ASM9) {
              @Override
              public @Nullable MethodVisitor visitMethod(
                  int access,
                  String name,
                  String descriptor,
                  @Nullable String signature,
                  String @Nullable [] exceptions) {
                if (!name.equals("append")) {
                  return null;
                }
                return new MethodVisitor(Opcodes.ASM9) {
                  @Override
                  public void visitTryCatchBlock(
                      Label start, Label end, Label handler, @Nullable String type) {
                    caught.add(String.valueOf(type));
                  }
                };
              }
            },
            0);
    return caught;
  }
}
