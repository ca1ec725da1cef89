package dev.tandem.local.gateway;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One method of one path of the contract, compiled.
 *
 * @param resource path template, such as {@code /v1/stock/{sku}}
 * @param security alternatives, each a list of schemes that must all hold; none at all means open
 * @param body null when the operation declares no body or its validation is switched off
 */
record Operation(
        String method,
        String resource,
        Target target,
        List<List<SecurityScheme>> security,
        List<ParameterRule> parameters,
        @Nullable BodyRule body) {

    /** What answers. */
    sealed interface Target {}

    record FunctionTarget(String name) implements Target {}

    /** A fixed answer of the contract itself (integration type mock), as for CORS preflight. */
    record MockTarget(HttpReply reply) implements Target {}

    enum SecurityScheme {
        TOKEN,
        API_KEY
    }
}
