package dev.tandem.local.template;

import java.net.URI;

/**
 * Where a template is deployed to: what its pseudo parameters stand for, and the endpoint that queue URLs start with.
 */
public record Deployment(String account, String region, String stackName, URI endpoint) {

    /** The one account and region that exist on this machine. */
    public static Deployment local(URI endpoint) {
        return new Deployment("000000000000", "eu-central-1", "tandem", endpoint);
    }

    String arn(String service, String resource) {
        return "arn:aws:" + service + ":" + region + ":" + account + ":" + resource;
    }

    String queueUrl(String queueName) {
        String base = endpoint.toString();
        return (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + "/" + account + "/" + queueName;
    }
}
