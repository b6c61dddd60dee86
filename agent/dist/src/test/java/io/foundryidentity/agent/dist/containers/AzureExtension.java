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

/** One {@link Azure} for all classes, and none where no Docker daemon answers. */
final class AzureExtension implements ExecutionCondition, BeforeEachCallback, ParameterResolver {

  private static final Namespace OURS = Namespace.create(AzureExtension.class);
  private static final AtomicBoolean TOLD = new AtomicBoolean();
  private static final String SKIPPED =
      "no Docker daemon answers: the tests in containers are skipped; scripts/containers starts one";

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    if (DockerClientFactory.instance().isDockerAvailable()) {
      return ConditionEvaluationResult.enabled("a Docker daemon answers");
    }
    if (Boolean.getBoolean("containers.required")) {
      throw new IllegalStateException("no Docker daemon answers");
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
