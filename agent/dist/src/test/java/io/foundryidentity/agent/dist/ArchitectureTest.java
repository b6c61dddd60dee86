package io.foundryidentity.agent.dist;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.foundryidentity.agent.core.json.Json;
import java.util.Map;

/** Which part may know which; a package name says whose class loader a class is for. */
@AnalyzeClasses(packages = "io.foundryidentity.agent", importOptions = ShippedClasses.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule dependencies_point_one_way =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("bootstrap")
          .definedBy("..agent.bootstrap..")
          .layer("premain")
          .definedBy("..agent.premain..")
          .layer("core")
          .definedBy("..agent.core..")
          .layer("azure")
          .definedBy("..agent.azure..")
          .layer("instrumentation")
          .definedBy("..agent.instrumentation..")
          .layer("gateway")
          .definedBy("..agent.gateway..")
          .layer("jfr")
          .definedBy("..agent.jfr..")
          .layer("health")
          .definedBy("..agent.health..")
          .layer("command")
          .definedBy("..agent.command..")
          .layer("runtime")
          .definedBy("..agent.runtime..")
          .whereLayer("bootstrap")
          .mayNotAccessAnyLayer()
          .whereLayer("premain")
          .mayNotAccessAnyLayer()
          .whereLayer("core")
          .mayOnlyAccessLayers("bootstrap")
          .whereLayer("azure")
          .mayOnlyAccessLayers("core")
          .whereLayer("instrumentation")
          .mayOnlyAccessLayers("bootstrap")
          .whereLayer("gateway")
          .mayOnlyAccessLayers("bootstrap", "core")
          .whereLayer("jfr")
          .mayOnlyAccessLayers("core")
          .whereLayer("health")
          .mayOnlyAccessLayers("core")
          .whereLayer("command")
          .mayOnlyAccessLayers("bootstrap", "core", "gateway")
          .whereLayer("runtime")
          .mayOnlyAccessLayers(
              "bootstrap",
              "core",
              "azure",
              "instrumentation",
              "gateway",
              "jfr",
              "health",
              "command");

  @ArchTest
  static final ArchRule what_every_loader_sees_needs_the_jdk_only =
      noClasses()
          .that()
          .resideInAnyPackage("..agent.bootstrap..", "..agent.premain..")
          .should()
          .dependOnClassesThat()
          .resideOutsideOfPackages(
              "java..",
              "javax.net.ssl",
              "org.jspecify..",
              "..agent.bootstrap..",
              "..agent.premain..");

  @ArchTest
  static final ArchRule core_knows_neither_azure_nor_byte_buddy =
      noClasses()
          .that()
          .resideInAPackage("..agent.core..")
          .should()
          .dependOnClassesThat()
          .resideOutsideOfPackages(
              "java..",
              "javax.net.ssl",
              "org.jspecify..",
              "org.slf4j..",
              "com.azure.json",
              "..agent.core..",
              "..agent.bootstrap..");

  /** A library of JSON alone, without any service of Azure; nothing of its inner packages. */
  @ArchTest
  static final ArchRule json_is_read_and_written_in_one_place =
      noClasses()
          .that()
          .resideOutsideOfPackage("..agent.core.json")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.azure.json..");

  @ArchTest
  static final ArchRule the_gateway_is_made_of_the_jdk_and_core =
      noClasses()
          .that()
          .resideInAPackage("..agent.gateway..")
          .should()
          .dependOnClassesThat()
          .resideOutsideOfPackages(
              "java..",
              "javax.net.ssl..",
              "org.jspecify..",
              "org.slf4j..",
              "..agent.gateway..",
              "..agent.core..",
              "..agent.bootstrap..");

  /** Not com.sun.net.httpserver, which many runtime images lack. */
  @ArchTest
  static final ArchRule the_health_port_is_made_of_javas_base_and_core =
      noClasses()
          .that()
          .resideInAPackage("..agent.health..")
          .should()
          .dependOnClassesThat()
          .resideOutsideOfPackages(
              "java..", "org.jspecify..", "org.slf4j..", "..agent.health..", "..agent.core..");

  @ArchTest
  static final ArchRule only_commands_know_the_command_line =
      noClasses()
          .that()
          .resideOutsideOfPackage("..agent.command..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("picocli..");

  @ArchTest
  static final ArchRule azure_never_sees_byte_buddy =
      noClasses()
          .that()
          .resideInAPackage("..agent.azure..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("net.bytebuddy..");

  @ArchTest
  static final ArchRule no_client_knows_another =
      slices()
          .matching("..agent.instrumentation.(*)..")
          .namingSlices("client $1")
          .should()
          .notDependOnEachOther()
          .ignoreDependency(
              DescribedPredicate.alwaysTrue(),
              JavaClass.Predicates.resideInAPackage("..agent.instrumentation.support"))
          // A relative is the other client with its names replaced
          .ignoreDependency(
              JavaClass.Predicates.resideInAPackage("..instrumentation.pekkohttp"),
              JavaClass.Predicates.resideInAPackage("..instrumentation.akkahttp"))
          .ignoreDependency(
              JavaClass.Predicates.resideInAPackage("..instrumentation.jettyclient12"),
              JavaClass.Predicates.resideInAPackage("..instrumentation.jettyclient10"))
          // One container is a relative, the other one is built on the client
          .ignoreDependency(
              JavaClass.Predicates.resideInAPackage("..instrumentation.tyrusclient"),
              JavaClass.Predicates.resideInAnyPackage(
                  "..instrumentation.jerseyjdkconnector", "..instrumentation.grizzlyhttpclient"));

  @ArchTest
  static final ArchRule packages_have_no_cycles =
      slices().matching("io.foundryidentity.agent.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule nothing_logs_through_the_applications_loggers =
      noClasses().should().dependOnClassesThat().resideInAPackage("java.util.logging..");

  /** Each takes secrets out of what it prints, or gives the streams to those that do. */
  @ArchTest
  static final ArchRule text_leaves_by_one_place_of_each_side =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("io.foundryidentity.agent.premain.Notice")
          .and()
          .doNotHaveFullyQualifiedName("io.foundryidentity.agent.runtime.StandardError")
          .and()
          .doNotHaveFullyQualifiedName("io.foundryidentity.agent.runtime.CommandRuntime")
          .should()
          .accessField(System.class, "err")
          .orShould()
          .accessField(System.class, "out")
          .orShould()
          .callMethod(Throwable.class, "printStackTrace");

  /**
   * What a library must read as it is, what gives a client its secret, and what goes out with each
   * text made safe.
   */
  @ArchTest
  static final ArchRule json_goes_out_without_secrets =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("io.foundryidentity.agent.core.json.SafeJson")
          .and()
          .doNotHaveFullyQualifiedName("io.foundryidentity.agent.azure.IdentityAnswer")
          .and()
          .doNotHaveFullyQualifiedName("io.foundryidentity.agent.gateway.IdentityEndpoint")
          .and()
          .haveNameNotMatching("io\\.foundryidentity\\.agent\\.command\\.ExportForm(\\$\\d)?")
          .should()
          .callMethod(Json.class, "line", Map.class);

  @ArchTest
  static final ArchRule what_makes_text_safe_depends_on_nothing_else =
      noClasses()
          .that()
          .resideInAPackage("..agent.core.output")
          .should()
          .dependOnClassesThat()
          .resideOutsideOfPackages("java..", "org.jspecify..", "..agent.core.output");
}
