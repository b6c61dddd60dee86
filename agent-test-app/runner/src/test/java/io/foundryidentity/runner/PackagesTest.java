package io.foundryidentity.runner;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Each package is one kind of run, or what several of them share. */
@AnalyzeClasses(packages = "io.foundryidentity.runner")
class PackagesTest {

  @ArchTest
  static final ArchRule packages_have_no_cycles =
      slices().matching("io.foundryidentity.runner.(*)..").should().beFreeOfCycles();
}
