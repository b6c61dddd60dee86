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

class RehearsalTest {

  @Test
  void the_scene_is_woven_with_enter_and_exit_advice() throws Exception {
    byte[] woven = Rehearsal.weave();

    // Of its own the method has none: these are the advice's suppression and its exit on exceptions
    assertThat(exceptionHandlers(woven)).hasSizeGreaterThanOrEqualTo(3);
  }

  @Test
  void only_the_first_early_class_begins_it_and_waits_for_nothing() {
    List<Runnable> tasks = new ArrayList<>();
    Rehearsal rehearsal = new Rehearsal(tasks::add);

    rehearsal.begin();
    rehearsal.begin();

    assertThat(tasks).hasSize(1);
  }

  @Test
  void where_no_thread_is_to_be_had_there_is_none() {
    Rehearsal rehearsal =
        new Rehearsal(
            task -> {
              throw new OutOfMemoryError("unable to create native thread");
            });

    assertThatCode(rehearsal::begin).doesNotThrowAnyException();
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
                if (!name.equals("play")) {
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
