package io.foundryidentity.agent.instrumentation.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.bootstrap.CallTurn;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.pool.TypePool;
import org.junit.jupiter.api.Test;

final class BridgeTypesTest {

  private final BridgeTypes types = new BridgeTypes();

  @Test
  void a_type_of_the_bridge_is_known_where_no_class_file_of_it_is_found() {
    TypePool advice =
        new TypePool.Default(
            TypePool.CacheProvider.Simple.withObjectType(),
            ClassFileLocator.NoOp.INSTANCE,
            TypePool.Default.ReaderMode.FAST,
            types);
    assertThat(advice.describe(CallTurn.class.getName()).resolve().represents(CallTurn.class))
        .isTrue();
  }

  @Test
  void no_other_type_is() {
    assertThat(types.describe("java.lang.String").isResolved()).isFalse();
    assertThat(types.describe(CallTurn.class.getName() + "NotThere").isResolved()).isFalse();
  }
}
