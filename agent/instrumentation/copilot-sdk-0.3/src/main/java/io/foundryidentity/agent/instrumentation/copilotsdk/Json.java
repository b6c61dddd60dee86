package io.foundryidentity.agent.instrumentation.copilotsdk;

import java.lang.invoke.MethodHandles;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * The SDK's own JSON mapper, so that changed values look like those that the SDK writes.
 *
 * <p>Its classes are public and exported, so reflection is enough, and a shaded copy works too.
 */
final class Json {

  private final Object mapper;
  private final Method toTree;
  private final Method toValue;
  private final Method get;

  Json(MethodHandles.Lookup sdk) throws ReflectiveOperationException {
    Method mine = sdk.lookupClass().getDeclaredMethod("getObjectMapper");
    try {
      mapper = sdk.unreflect(mine).invoke();
    } catch (Throwable failure) {
      throw new ReflectiveOperationException(failure);
    }
    Class<?> type = mine.getReturnType();
    toTree = type.getMethod("valueToTree", Object.class);
    toValue = type.getMethod("convertValue", Object.class, Class.class);
    get = toTree.getReturnType().getMethod("get", String.class);
  }

  /** A new tree, made from an object of the SDK or of JDK types. */
  Object tree(@Nullable Object value) {
    return call(toTree, mapper, value);
  }

  /** The field of a tree's object; null if it has none of that name. */
  @Nullable Object get(@Nullable Object tree, String field) {
    return tree == null ? null : call(get, tree, field);
  }

  <T> @Nullable T value(@Nullable Object tree, Class<T> type) {
    return tree == null ? null : type.cast(call(toValue, mapper, tree, type));
  }

  /** The field's text, or null. */
  @Nullable String text(@Nullable Object tree, String field) {
    Object found = value(get(tree, field), Object.class);
    return found == null ? null : found.toString();
  }

  /** Puts a value of JDK types into a tree's object. */
  void set(Object tree, String field, Object value) {
    try {
      Method set = tree.getClass().getMethod("set", String.class, toTree.getReturnType());
      call(set, tree, field, tree(value));
    } catch (NoSuchMethodException unlikeJackson) {
      throw new IllegalStateException(unlikeJackson);
    }
  }

  private static Object call(Method method, Object on, @Nullable Object... arguments) {
    try {
      return method.invoke(on, arguments);
    } catch (InvocationTargetException failure) {
      throw new IllegalStateException(failure.getCause());
    } catch (IllegalAccessException closed) {
      throw new IllegalStateException(closed);
    }
  }
}
