package io.foundryidentity.agent.azure;

import com.azure.identity.CredentialUnavailableException;
import java.io.UncheckedIOException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The region whose AWS STS is asked. The global endpoint gives no assertions. */
final class AwsRegion {

  /** It becomes a part of a host name. */
  private static final Pattern FORM = Pattern.compile("[a-z]{2,4}(-[a-z]{2,12}){1,3}-\\d{1,2}");

  private static final String[] VARIABLES = {"AWS_REGION", "AWS_DEFAULT_REGION"};

  private final String name;

  private AwsRegion(String name) {
    this.name = name;
  }

  /**
   * From the variables, else from the instance.
   *
   * @throws WrongSettingException if there is none, or what is set cannot be one
   */
  static AwsRegion of(IdentityEnvironment environment, AwsInstance instance) {
    for (String variable : VARIABLES) {
      String value = environment.get(variable);
      if (value != null) {
        return checked(variable, value.trim());
      }
    }
    String told = instance.isDisabled() ? null : ofInstance(instance);
    if (told == null) {
      throw new WrongSettingException(
          "the AWS region is not known: set AWS_REGION, for example to eu-central-1");
    }
    return checked("the region in the EC2 instance metadata", told);
  }

  private static @Nullable String ofInstance(AwsInstance instance) {
    try {
      return instance.region();
    } catch (CredentialUnavailableException | UncheckedIOException notAnInstance) {
      return null;
    }
  }

  private static AwsRegion checked(String from, String value) {
    if (!FORM.matcher(value).matches()) {
      throw new WrongSettingException(
          from
              + " is not the name of an AWS region such as eu-central-1; the global endpoint of STS"
              + " gives no assertions");
    }
    return new AwsRegion(value);
  }

  String name() {
    return name;
  }

  /** The address of the region's STS, in its partition's domain. */
  String stsUrl() {
    String domain =
        name.startsWith("cn-")
            ? "amazonaws.com.cn"
            : name.startsWith("eusc-") ? "amazonaws.eu" : "amazonaws.com";
    return "https://sts." + name + "." + domain + "/";
  }
}
