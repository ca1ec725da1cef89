package dev.tandem.local.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Names and ARNs of what a template declares. A resource without a physical name of its own is called by its logical id
 * (CloudFormation would add a hash); a bucket by the stack and its logical id in lower case.
 */
final class Naming implements Intrinsics.Lookup {

    private final Deployment deployment;
    private final JsonNode resources;
    private final Map<String, JsonNode> parameters;

    Naming(Deployment deployment, JsonNode resources, Map<String, JsonNode> parameters) {
        this.deployment = deployment;
        this.resources = resources;
        this.parameters = parameters;
    }

    @Override
    public @Nullable JsonNode ref(String name) {
        JsonNode parameter = parameters.get(name);
        if (parameter != null) {
            return parameter;
        }
        String pseudo = pseudo(name);
        if (pseudo != null) {
            return TextNode.valueOf(pseudo);
        }
        if (resources.has(name)) {
            return TextNode.valueOf(reference(name));
        }
        String alias = aliasArn(name);
        return alias == null ? null : TextNode.valueOf(alias);
    }

    @Override
    public @Nullable JsonNode attribute(String logicalId, String attribute) {
        if (!resources.has(logicalId)) {
            return null;
        }
        String value = attributeText(logicalId, attribute);
        return value == null ? null : TextNode.valueOf(value);
    }

    private @Nullable String pseudo(String name) {
        return switch (name) {
            case "AWS::AccountId" -> deployment.account();
            case "AWS::Region" -> deployment.region();
            case "AWS::Partition" -> "aws";
            case "AWS::StackName" -> deployment.stackName();
            case "AWS::StackId" -> deployment.arn("cloudformation", "stack/" + deployment.stackName() + "/local");
            case "AWS::URLSuffix" -> "amazonaws.com";
            default -> null;
        };
    }

    private String reference(String id) {
        return switch (type(id)) {
            case "AWS::SQS::Queue" -> deployment.queueUrl(name(id));
            case "AWS::StepFunctions::StateMachine",
                    "AWS::Serverless::StateMachine",
                    "AWS::Lambda::LayerVersion",
                    "AWS::Serverless::LayerVersion",
                    "AWS::IAM::ManagedPolicy",
                    "AWS::SNS::Topic" -> arn(id);
            case "AWS::Lambda::Alias" ->
                functionOf(id) + ":" + properties(id).path("Name").asText("live");
            case "AWS::Lambda::Version" -> functionOf(id) + ":1";
            default -> name(id);
        };
    }

    /** SAM's names for the alias it makes of a function: {@code X.Alias}, {@code X.Version}, {@code XAliaslive}. */
    private @Nullable String aliasArn(String name) {
        int dot = name.indexOf('.');
        if (dot > 0 && type(name.substring(0, dot)).equals("AWS::Serverless::Function")) {
            String id = name.substring(0, dot);
            return switch (name.substring(dot + 1)) {
                case "Alias" ->
                    arn(id) + ":" + properties(id).path("AutoPublishAlias").asText("live");
                case "Version" -> arn(id) + ":1";
                default -> null;
            };
        }
        for (Map.Entry<String, JsonNode> resource : resources.properties()) {
            JsonNode alias = resource.getValue().path("Properties").path("AutoPublishAlias");
            if (alias.isTextual() && name.equals(resource.getKey() + "Alias" + alias.asText())) {
                return arn(resource.getKey()) + ":" + alias.asText();
            }
        }
        return null;
    }

    private @Nullable String attributeText(String id, String attribute) {
        if (attribute.equals("Arn")) {
            return arn(id);
        }
        return switch (type(id) + "." + attribute) {
            case "AWS::SQS::Queue.QueueName",
                    "AWS::StepFunctions::StateMachine.Name",
                    "AWS::Serverless::StateMachine.Name" -> name(id);
            case "AWS::SQS::Queue.QueueUrl" -> deployment.queueUrl(name(id));
            case "AWS::DynamoDB::Table.StreamArn" -> arn(id) + "/stream/local";
            case "AWS::S3::Bucket.DomainName", "AWS::S3::Bucket.RegionalDomainName" -> name(id) + ".s3.amazonaws.com";
            case "AWS::IAM::Role.RoleId" -> "AROA" + id.toUpperCase(Locale.ROOT);
            case "AWS::ApiGateway::RestApi.RootResourceId" -> "root";
            case "AWS::ApiGateway::RestApi.RestApiId", "AWS::Serverless::Api.RestApiId" -> name(id);
            case "AWS::Cognito::UserPool.ProviderName" ->
                "cognito-idp." + deployment.region() + ".amazonaws.com/" + name(id);
            case "AWS::Cognito::UserPool.ProviderURL" ->
                "https://cognito-idp." + deployment.region() + ".amazonaws.com/" + name(id);
            case "AWS::Cognito::UserPool.UserPoolId", "AWS::Cognito::UserPoolClient.ClientId" -> name(id);
            case "AWS::ApiGateway::Deployment.DeploymentId", "AWS::ApiGateway::ApiKey.APIKeyId" -> name(id);
            case "AWS::KMS::Key.KeyId" -> id;
            case "AWS::Lambda::Version.Version" -> "1";
            default -> null;
        };
    }

    String name(String id) {
        JsonNode properties = properties(id);
        for (String property : new String[] {
            "FunctionName",
            "TableName",
            "QueueName",
            "BucketName",
            "StateMachineName",
            "RoleName",
            "LayerName",
            "LogGroupName",
            "TopicName",
            "AlarmName",
            "Name"
        }) {
            // FunctionName also says whom an alias or a permission is about; only a function is called by it.
            boolean applies = !property.equals("FunctionName") || type(id).endsWith("::Function");
            if (applies && properties.path(property).isTextual()) {
                return properties.path(property).asText();
            }
        }
        if (type(id).equals("AWS::S3::Bucket")) {
            return deployment.stackName() + "-"
                    + id.replaceAll("([a-z])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
        }
        return id;
    }

    String arn(String id) {
        String name = name(id);
        return switch (type(id)) {
            case "AWS::Serverless::Function", "AWS::Lambda::Function" -> deployment.arn("lambda", "function:" + name);
            case "AWS::Serverless::LayerVersion", "AWS::Lambda::LayerVersion" ->
                deployment.arn("lambda", "layer:" + name + ":1");
            case "AWS::DynamoDB::Table" -> deployment.arn("dynamodb", "table/" + name);
            case "AWS::SQS::Queue" -> deployment.arn("sqs", name);
            case "AWS::S3::Bucket" -> "arn:aws:s3:::" + name;
            case "AWS::StepFunctions::StateMachine", "AWS::Serverless::StateMachine" ->
                deployment.arn("states", "stateMachine:" + name);
            case "AWS::IAM::Role" -> "arn:aws:iam::" + deployment.account() + ":role/" + name;
            case "AWS::IAM::ManagedPolicy" -> "arn:aws:iam::" + deployment.account() + ":policy/" + name;
            case "AWS::Scheduler::Schedule" -> deployment.arn("scheduler", "schedule/default/" + name);
            case "AWS::Logs::LogGroup" -> deployment.arn("logs", "log-group:" + name + ":*");
            case "AWS::Cognito::UserPool" -> deployment.arn("cognito-idp", "userpool/" + name);
            case "AWS::CloudWatch::Alarm" -> deployment.arn("cloudwatch", "alarm:" + name);
            case "AWS::SNS::Topic" -> deployment.arn("sns", name);
            case "AWS::KMS::Key" -> deployment.arn("kms", "key/" + name);
            case "AWS::Lambda::Alias", "AWS::Lambda::Version" -> reference(id);
            default ->
                deployment.arn(
                        type(id).toLowerCase(Locale.ROOT).replace("aws::", "").replace("::", "-"), name);
        };
    }

    String type(String id) {
        return resources.path(id).path("Type").asText();
    }

    private JsonNode properties(String id) {
        return resources.path(id).path("Properties");
    }

    /** The ARN of the function an {@code AWS::Lambda::Alias} or Version is made of. */
    private String functionOf(String id) {
        JsonNode function = properties(id).path("FunctionName");
        String target =
                function.path("Ref").asText(function.path("Fn::GetAtt").path(0).asText());
        return resources.has(target) ? arn(target) : deployment.arn("lambda", "function:" + function.asText());
    }
}
