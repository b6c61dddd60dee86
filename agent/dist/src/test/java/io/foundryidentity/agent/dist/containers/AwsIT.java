package io.foundryidentity.agent.dist.containers;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.simulator.AppRegistration;
import io.foundryidentity.simulator.AwsAccount;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A container on AWS: an EC2 instance, a task of ECS, or a pod on EKS, with a role. */
@InAzure
class AwsIT {

  private static final String TOKEN_FILE =
      "/var/run/secrets/pods.eks.amazonaws.com/serviceaccount/eks-pod-identity-token";

  @TempDir private Path folder;

  @AfterEach
  void enable(Azure azure) {
    azure.identity().aws().federation(true);
  }

  @Test
  void an_ec2_instances_role_signs_in(Azure azure) throws Exception {
    signsIn(azure, Exchanged.federated(azure, "aws"));
    assertThat(hosts(azure)).contains(Azure.IMDS).doesNotContain(Azure.ECS, Azure.EKS);
  }

  @Test
  void an_ecs_tasks_role_signs_in(Azure azure) throws Exception {
    signsIn(
        azure,
        Exchanged.federated(azure, "aws")
            .environment(
                "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", azure.identity().awsContainerPath())
            .environment("AWS_REGION", azure.identity().aws().region()));
    assertThat(hosts(azure)).contains(Azure.ECS).doesNotContain(Azure.IMDS, Azure.EKS);
  }

  @Test
  void an_eks_pods_role_signs_in_with_the_token_of_its_file(Azure azure) throws Exception {
    Path file = Files.writeString(folder.resolve("token"), azure.identity().awsPodToken());
    signsIn(
        azure,
        Exchanged.federated(azure, "aws")
            .mount(file, TOKEN_FILE)
            .environment(
                "AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://" + Azure.EKS + "/v1/credentials")
            .environment("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", TOKEN_FILE)
            .environment("AWS_REGION", azure.identity().aws().region()));
    assertThat(hosts(azure)).contains(Azure.EKS).doesNotContain(Azure.IMDS, Azure.ECS);
  }

  @Test
  void an_account_without_outbound_federation_is_told(Azure azure) throws Exception {
    azure.identity().directory().register(Exchanged.CLIENT);
    azure.identity().aws().federation(false);
    try (Application application = Exchanged.federated(azure, "aws").start()) {
      assertThat(application.ask().statusCode()).isEqualTo(401);
      Expected.told(application, "enable-outbound-web-identity-federation");
    }
  }

  private static void signsIn(Azure azure, Application container) throws Exception {
    AwsAccount aws = azure.identity().aws();
    AppRegistration registration =
        azure
            .identity()
            .directory()
            .register(Exchanged.CLIENT)
            .trusts(aws.issuer(), aws.roleArn(), Exchanged.AUDIENCE);
    try (Application application = container.start()) {
      Expected.answered(application, registration.objectId());
      Expected.quiet(application);

      String assertion = Exchanged.form(azure).get("client_assertion");
      Exchanged.reachedFoundryAlone(azure, assertion);
      Exchanged.unsaid(application, assertion);
    }
    assertThat(hosts(azure)).contains("sts." + aws.region() + ".amazonaws.com");
  }

  private static List<String> hosts(Azure azure) {
    return azure.identity().requests().stream().map(request -> request.host()).toList();
  }
}
