package io.foundryidentity.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ToolProgramTest {

  @ParameterizedTest
  @CsvSource({
    "jdk.compiler/com.sun.tools.javac.Main A.java, jdk.compiler",
    "jdk.jcmd/sun.tools.jcmd.JCmd, jdk.jcmd",
    "java.base/sun.security.tools.keytool.Main -list, java.base",
    "jdk.jshell.execution.RemoteExecutionControl 4711,",
    "com.sun.tools.javac.Main A.java,",
    "sun.tools.jps.Jps -l,",
    "/opt/foundry-identity-agent.jar status 1,",
    "C:\\agent\\foundry-identity-agent-0.1.0.jar check,",
    "foundry-identity-agent.jar,",
  })
  void a_tool_of_the_jdk_and_a_command_of_the_agent_are_tools(String command, String module) {
    assertThat(ToolProgram.isTool(command, module, "SUN_STANDARD")).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "jdk.compiler/com.sun.tools.javac.launcher.Main A.java, jdk.compiler",
    "jdk.compiler/com.sun.tools.javac.launcher.SourceLauncher A.java, jdk.compiler",
    "com.example.app/com.example.Main, com.example.app",
    "com.example.Main sun.tools.jps.Jps,",
    "/opt/orders.jar /opt/foundry-identity-agent.jar,",
    "/foundry-identity-agent/orders.jar,",
  })
  void an_application_is_none(String command, String module) {
    assertThat(ToolProgram.isTool(command, module, "SUN_STANDARD")).isFalse();
  }

  @Test
  void java_without_a_program_is_one_and_a_jvm_inside_another_program_is_none() {
    assertThat(ToolProgram.isTool(null, null, "SUN_STANDARD")).isTrue();
    assertThat(ToolProgram.isTool(null, null, "generic")).isFalse();
    assertThat(ToolProgram.isTool(null, null, null)).isFalse();
  }
}
