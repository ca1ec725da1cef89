package dev.tandem.infra;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.dynamodb.Attribute;
import software.amazon.awscdk.services.dynamodb.AttributeType;
import software.amazon.awscdk.services.dynamodb.BillingMode;
import software.amazon.awscdk.services.dynamodb.GlobalSecondaryIndexProps;
import software.amazon.awscdk.services.dynamodb.PointInTimeRecoverySpecification;
import software.amazon.awscdk.services.dynamodb.ProjectionType;
import software.amazon.awscdk.services.dynamodb.Table;
import software.amazon.awscdk.services.dynamodb.TableEncryption;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.s3.BlockPublicAccess;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.BucketEncryption;
import software.amazon.awscdk.services.s3.CfnBucket;
import software.amazon.awscdk.services.s3.LifecycleRule;
import software.amazon.awscdk.services.s3.ObjectOwnership;
import software.amazon.awscdk.services.sqs.DeadLetterQueue;
import software.amazon.awscdk.services.sqs.Queue;
import software.amazon.awscdk.services.sqs.QueueEncryption;
import software.constructs.Construct;

/** Tables, queues and buckets of all domains. What holds data outlives the stack. */
final class Stores {
    /** Where a schedule's call goes that failed for good. */
    static final String SCHEDULE_DEAD_LETTERS = "ScheduleDeadLetterQueue";

    private final Construct scope;
    private final String stage;
    private final Map<String, Table> tables = new LinkedHashMap<>();
    private final Map<String, Queue> queues = new LinkedHashMap<>();
    private final Map<String, Bucket> buckets = new LinkedHashMap<>();

    Stores(Construct scope, String stage, List<Domain> domains) {
        this.scope = scope;
        this.stage = stage;
        addDeadLetterQueue(SCHEDULE_DEAD_LETTERS);
        for (Domain domain : domains) {
            domain.tables().forEach(this::addTable);
            domain.queues().forEach(this::addQueue);
        }
        Bucket accessLogs = accessLogBucket();
        addBucket(
                "PartnerBucket",
                accessLogs,
                List.of(expire("partner-drops/", 90), expire("rejected/", 90), expire("reports/", 400)));
        addBucket(
                "DataBucket",
                accessLogs,
                List.of(
                        expire("reconciliation/", 400),
                        expire("interactions/", 180),
                        expire("exposures/", 180),
                        expire(ReturnsDomain.PHOTOS, ReturnsDomain.PHOTO_DAYS),
                        expire(ForecastDomain.EXPORTS, ForecastDomain.EXPORT_DAYS),
                        expire(ForecastDomain.RUNS, 30),
                        expire(ForecastDomain.CHANGES, 30),
                        forget(ForecastDomain.DATA)));
        announce(domains.stream().flatMap(domain -> domain.drops().stream()).toList());
    }

    String stage() {
        return stage;
    }

    Map<String, Queue> queues() {
        return queues;
    }

    Queue queue(String name) {
        return known(queues, name, "queue");
    }

    Table table(String name) {
        return known(tables, name, "table");
    }

    Bucket bucket(String name) {
        return known(buckets, name, "bucket");
    }

    /** What a function or workflow needs to find the resource: a table's or bucket's name, a queue's URL. */
    String locator(String resource) {
        if (tables.containsKey(resource)) {
            return table(resource).getTableName();
        }
        return queues.containsKey(resource)
                ? queue(resource).getQueueUrl()
                : bucket(resource).getBucketName();
    }

    private static <T> T known(Map<String, T> all, String name, String kind) {
        T found = all.get(name);
        if (found == null) {
            throw new IllegalStateException("No domain declares the " + kind + " " + name);
        }
        return found;
    }

    private void addTable(Domain.TableSpec spec) {
        Table.Builder builder = Table.Builder.create(scope, spec.name())
                .partitionKey(text("pk"))
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .pointInTimeRecoverySpecification(PointInTimeRecoverySpecification.builder()
                        .pointInTimeRecoveryEnabled(true)
                        .build())
                .encryption(TableEncryption.AWS_MANAGED)
                .removalPolicy(RemovalPolicy.RETAIN);
        spec.sortKey().ifPresent(key -> builder.sortKey(text(key)));
        spec.ttl().ifPresent(builder::timeToLiveAttribute);
        Table table = builder.build();
        for (Domain.IndexSpec index : spec.indexes()) {
            table.addGlobalSecondaryIndex(GlobalSecondaryIndexProps.builder()
                    .indexName(index.name())
                    .partitionKey(text(index.partitionKey()))
                    .sortKey(text(index.sortKey()))
                    .projectionType(index.keysOnly() ? ProjectionType.KEYS_ONLY : ProjectionType.ALL)
                    .build());
        }
        tables.put(spec.name(), table);
    }

    private static Attribute text(String name) {
        return Attribute.builder().name(name).type(AttributeType.STRING).build();
    }

    private Queue addDeadLetterQueue(String name) {
        Queue queue = Queue.Builder.create(scope, name)
                .encryption(QueueEncryption.SQS_MANAGED)
                .enforceSsl(true)
                // Two weeks, the most there is: someone has to look at these.
                .retentionPeriod(Duration.days(14))
                .build();
        Nag.accept(queue, "Serverless-SQSRedrivePolicy", "This is where redrive ends");
        queues.put(name, queue);
        return queue;
    }

    private void addQueue(Domain.QueueSpec spec) {
        Queue dead = addDeadLetterQueue(spec.deadLetterQueue());
        Queue queue = Queue.Builder.create(scope, spec.name())
                .encryption(QueueEncryption.SQS_MANAGED)
                .enforceSsl(true)
                .visibilityTimeout(Duration.seconds(spec.visibilitySeconds()))
                .retentionPeriod(Duration.days(14))
                .deadLetterQueue(DeadLetterQueue.builder()
                        .queue(dead)
                        .maxReceiveCount(spec.maximumReceives())
                        .build())
                .build();
        queues.put(spec.name(), queue);
    }

    private Bucket accessLogBucket() {
        return bucketBuilder("AccessLogBucket", List.of(expire("", 90))).build();
    }

    private void addBucket(String name, Bucket accessLogs, List<LifecycleRule> rules) {
        buckets.put(
                name,
                bucketBuilder(name, rules)
                        .serverAccessLogsBucket(accessLogs)
                        .serverAccessLogsPrefix(name + "/")
                        .build());
    }

    private Bucket.Builder bucketBuilder(String name, List<LifecycleRule> rules) {
        List<LifecycleRule> all = new ArrayList<>(rules);
        all.add(LifecycleRule.builder()
                .id("tidy")
                .abortIncompleteMultipartUploadAfter(Duration.days(2))
                .noncurrentVersionExpiration(Duration.days(30))
                .build());
        return Bucket.Builder.create(scope, name)
                .encryption(BucketEncryption.S3_MANAGED)
                .blockPublicAccess(BlockPublicAccess.BLOCK_ALL)
                .objectOwnership(ObjectOwnership.BUCKET_OWNER_ENFORCED)
                .enforceSsl(true)
                .versioned(true)
                .lifecycleRules(all)
                .removalPolicy(RemovalPolicy.RETAIN);
    }

    /** What is written anew many times a day; kept as long as the rest, old versions would cost more than all else. */
    private static LifecycleRule forget(String prefix) {
        return LifecycleRule.builder()
                .id("forget-" + prefix.replace("/", ""))
                .prefix(prefix)
                .noncurrentVersionExpiration(Duration.days(1))
                .build();
    }

    private static LifecycleRule expire(String prefix, int days) {
        LifecycleRule.Builder rule = LifecycleRule.builder()
                .id(prefix.isEmpty() ? "expire" : "expire-" + prefix.replace("/", ""))
                .expiration(Duration.days(days));
        return prefix.isEmpty() ? rule.build() : rule.prefix(prefix).build();
    }

    /**
     * Bucket notifications as plain properties: the construct's own way would add a function and a custom resource. The bucket is
     * made after the queues' policies, because S3 tries to send to each queue when it is told of it.
     */
    private void announce(List<Domain.DropSpec> drops) {
        buckets.forEach((name, bucket) -> {
            List<Domain.DropSpec> own =
                    drops.stream().filter(drop -> drop.bucket().equals(name)).toList();
            if (own.isEmpty()) {
                return;
            }
            CfnBucket resource = (CfnBucket) bucket.getNode().getDefaultChild();
            List<CfnBucket.QueueConfigurationProperty> configurations = new ArrayList<>();
            for (Domain.DropSpec drop : own) {
                Queue queue = queue(drop.queue());
                // The account instead of the bucket's ARN, which would make bucket and policy wait for each other.
                queue.addToResourcePolicy(PolicyStatement.Builder.create()
                        .principals(List.of(new ServicePrincipal("s3.amazonaws.com")))
                        .actions(List.of("sqs:SendMessage"))
                        .resources(List.of(queue.getQueueArn()))
                        .conditions(Map.of("StringEquals", Map.of("aws:SourceAccount", Aws.ACCOUNT_ID)))
                        .build());
                resource.getNode().addDependency(queue.getNode().findChild("Policy"));
                configurations.add(CfnBucket.QueueConfigurationProperty.builder()
                        .event("s3:ObjectCreated:*")
                        .queue(queue.getQueueArn())
                        .filter(CfnBucket.NotificationFilterProperty.builder()
                                .s3Key(CfnBucket.S3KeyFilterProperty.builder()
                                        .rules(List.of(CfnBucket.FilterRuleProperty.builder()
                                                .name("prefix")
                                                .value(drop.prefix())
                                                .build()))
                                        .build())
                                .build())
                        .build());
            }
            resource.setNotificationConfiguration(CfnBucket.NotificationConfigurationProperty.builder()
                    .queueConfigurations(configurations)
                    .build());
        });
    }
}
