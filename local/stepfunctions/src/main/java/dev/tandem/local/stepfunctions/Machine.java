package dev.tandem.local.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/** A registered state machine. */
record Machine(String arn, String name, String roleArn, JsonNode definition, StateGraph graph, Instant created) {}
