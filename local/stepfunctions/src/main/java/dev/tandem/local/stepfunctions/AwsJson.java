package dev.tandem.local.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * An answer of the AWS JSON 1.0 protocol, to be sent as {@code application/x-amz-json-1.0}.
 *
 * @param status the HTTP status; an error's type is the body's {@code __type}
 */
public record AwsJson(int status, JsonNode body) {}
