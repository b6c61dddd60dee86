package io.foundryidentity.agent.runtime;

import java.lang.reflect.Method;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.StandardMBean;
import org.jspecify.annotations.Nullable;

/** An MXBean with the descriptions that its interface gives by {@link Described}. */
final class DescribedBean<T> extends StandardMBean {

  private final Class<T> type;

  DescribedBean(T bean, Class<T> type) {
    super(bean, type, true);
    this.type = type;
  }

  @Override
  protected String getDescription(MBeanInfo info) {
    return text(type.getAnnotation(Described.class), info.getDescription());
  }

  @Override
  protected String getDescription(MBeanAttributeInfo info) {
    String getter = (info.isIs() ? "is" : "get") + info.getName();
    for (Method method : type.getMethods()) {
      if (method.getName().equals(getter)) {
        return text(method.getAnnotation(Described.class), info.getDescription());
      }
    }
    return info.getDescription();
  }

  private static String text(@Nullable Described described, String otherwise) {
    return described == null ? otherwise : described.value();
  }
}
