package io.foundryidentity.agent.dist.containers;

import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.testcontainers.DockerClientFactory;

/**
 * One {@link Azure} for all classes, where it is asked for: never on a Docker daemon that happens
 * to be there, as a network of it takes over the address of a cloud machine's own metadata.
 */
final class AzureExtension implements ExecutionCondition, BeforeEachCallback, ParameterResolver {

  private static final Namespace OURS = Namespace.create(AzureExtension.class);
  private static final AtomicBoolean TOLD = new AtomicBoolean();
  private static final String SKIPPED =
      "the tests in containers are skipped: scripts/containers runs them, on a Docker daemon of its own";

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    if (Boolean.getBoolean("containers.required")) {
      if (!DockerClientFactory.instance().isDockerAvailable()) {
        throw new IllegalStateException("no Docker daemon answers");
      }
      return ConditionEvaluationResult.enabled("a Docker daemon answers");
    }
    if (!TOLD.getAndSet(true)) {
      System.out.println(SKIPPED);
    }
    return ConditionEvaluationResult.disabled(SKIPPED);
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    azure(context).forget();
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Azure.class;
  }

  @Override
  public Azure resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return azure(context);
  }

  private static Azure azure(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(OURS)
        .getOrComputeIfAbsent(Azure.class, type -> new Azure(), Azure.class);
  }
}
