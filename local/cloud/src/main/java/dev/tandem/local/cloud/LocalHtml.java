package dev.tandem.local.cloud;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The pages below {@code /_local}: plain HTML, one style sheet inline, one small script for the buttons, nothing from elsewhere. */
final class LocalHtml {

    private static final String HEAD = """
            <!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
            <title>Tandem</title><style>
            body{font:15px/1.45 system-ui,sans-serif;margin:2rem auto;max-width:78rem;padding:0 1rem;color:#1b1f24;background:#fff}
            h1{font-size:1.5rem;margin:0}h2{font-size:1.1rem;margin:2rem 0 .4rem}a{color:#0b57a4}
            table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.3rem .7rem .3rem 0;border-bottom:1px solid #e3e6ea;vertical-align:top}
            th{font-weight:600;color:#57606a}.n{text-align:right;font-variant-numeric:tabular-nums}.bad{color:#b3261e;font-weight:600}
            .quiet{color:#57606a}pre{background:#f5f6f8;padding:.7rem;overflow:auto;font-size:12.5px;margin:.3rem 0}
            summary{cursor:pointer}button{font:inherit;padding:.1rem .6rem}
            @media(prefers-color-scheme:dark){body{color:#e6e8eb;background:#15181c}th,.quiet{color:#9aa4af}th,td{border-color:#2c3238}pre{background:#1e2329}a{color:#7db7f0}.bad{color:#ff8a80}}
            </style></head><body>
            """;
    private static final String SCRIPT = """
            <script>
            document.querySelectorAll('button[data-fire]').forEach(b => b.onclick = async () => {
              b.disabled = true;
              const r = await fetch('/_local/schedules/' + encodeURIComponent(b.dataset.fire) + '/fire', {method: 'POST'});
              if (r.ok) location.reload(); else { alert((await r.json()).detail); b.disabled = false; }
            });
            </script>
            """;

    private LocalHtml() {}

    static String page(JsonNode state) {
        StringBuilder html = new StringBuilder(HEAD);
        html.append("<h1>Tandem</h1><p class=\"quiet\">API ")
                .append(text(state, "api"))
                .append(" · AWS endpoint ")
                .append(text(state, "aws"))
                .append(" · S3 ")
                .append(text(state, "s3"))
                .append(" · state ")
                .append(text(state, "state"))
                .append(" · clock ")
                .append(text(state, "clock"))
                .append(" · <a href=\"/_local/state.json\">as JSON</a></p>");
        functions(html, state.path("functions"));
        queues(html, state.path("queues"));
        schedules(html, state.path("schedules"));
        executions(html, state);
        html.append("<h2>Tables and buckets</h2><p>");
        state.path("tables")
                .forEach(table -> html.append(escape(table.asText())).append(" · "));
        state.path("buckets")
                .forEach(bucket ->
                        html.append("s3://").append(escape(bucket.asText())).append(' '));
        return html.append("</p>").append(SCRIPT).append("</body></html>").toString();
    }

    private static void functions(StringBuilder html, JsonNode functions) {
        html.append("<h2>Functions</h2>");
        header(
                html,
                "Function",
                "#Invocations",
                "#Errors",
                "#Throttles",
                "#Cold starts",
                "#Init ms",
                "#Median ms",
                "#p99 ms",
                "Processes");
        for (JsonNode function : functions) {
            html.append("<tr><td>").append(text(function, "name"));
            String log = function.path("logTail").asText();
            if (!log.isBlank()) {
                html.append("<details><summary class=\"quiet\">log</summary><pre>")
                        .append(escape(log))
                        .append("</pre></details>");
            }
            html.append("</td>");
            for (String figure : List.of(
                    "invocations",
                    "errors",
                    "throttles",
                    "coldStarts",
                    "lastInitMillis",
                    "medianMillis",
                    "p99Millis")) {
                boolean bad = (figure.equals("errors") || figure.equals("throttles"))
                        && function.path(figure).asLong() > 0;
                html.append("<td class=\"n")
                        .append(bad ? " bad" : "")
                        .append("\">")
                        .append(text(function, figure))
                        .append("</td>");
            }
            html.append("<td>").append(function.path("processes").size());
            if (function.path("busy").asInt() + function.path("queued").asInt() > 0) {
                html.append(" <span class=\"quiet\">")
                        .append(text(function, "busy"))
                        .append(" busy, ")
                        .append(text(function, "queued"))
                        .append(" waiting</span>");
            }
            html.append("</td></tr>");
        }
        html.append("</table>");
    }

    private static void queues(StringBuilder html, JsonNode queues) {
        html.append("<h2>Queues</h2>");
        header(html, "Queue", "#Waiting", "#In flight", "#Delayed");
        for (JsonNode queue : queues) {
            boolean bad = queue.path("name").asText().contains("DeadLetter")
                    && queue.path("visible").asLong() > 0;
            html.append("<tr><td>")
                    .append(text(queue, "name"))
                    .append("</td><td class=\"n")
                    .append(bad ? " bad" : "")
                    .append("\">")
                    .append(text(queue, "visible"))
                    .append("</td><td class=\"n\">")
                    .append(text(queue, "inFlight"))
                    .append("</td><td class=\"n\">")
                    .append(text(queue, "delayed"))
                    .append("</td></tr>");
        }
        html.append("</table>");
    }

    private static void schedules(StringBuilder html, JsonNode schedules) {
        html.append("<h2>Schedules</h2>");
        header(html, "Schedule", "When", "Next", "Last", "#Fired", "");
        for (JsonNode schedule : schedules) {
            html.append("<tr><td>")
                    .append(text(schedule, "name"))
                    .append("</td><td>")
                    .append(text(schedule, "expression"))
                    .append(" <span class=\"quiet\">")
                    .append(text(schedule, "zone"))
                    .append("</span></td><td>")
                    .append(schedule.path("enabled").asBoolean() ? text(schedule, "next") : "disabled")
                    .append("</td><td>")
                    .append(text(schedule, "lastFired"));
            if (schedule.has("lastError")) {
                html.append("<div class=\"bad\">")
                        .append(text(schedule, "lastError"))
                        .append("</div>");
            }
            html.append("</td><td class=\"n\">")
                    .append(text(schedule, "fired"))
                    .append("</td><td><button data-fire=\"")
                    .append(text(schedule, "name"))
                    .append("\">fire now</button></td></tr>");
        }
        html.append("</table>");
    }

    private static void executions(StringBuilder html, JsonNode state) {
        html.append("<h2>Executions</h2>");
        if (state.path("executions").isEmpty()) {
            html.append("<p class=\"quiet\">None yet of ")
                    .append(escape(state.path("stateMachines").toString()))
                    .append(".</p>");
            return;
        }
        header(html, "State machine", "Execution", "Status", "Started", "Stopped");
        for (JsonNode execution : state.path("executions")) {
            String link = "/_local/execution?arn="
                    + URLEncoder.encode(execution.path("arn").asText(), StandardCharsets.UTF_8);
            html.append("<tr><td>")
                    .append(text(execution, "stateMachine"))
                    .append("</td><td><a href=\"")
                    .append(escape(link))
                    .append("\">")
                    .append(text(execution, "name"))
                    .append("</a></td><td");
            status(html, execution);
            html.append("</td><td>")
                    .append(text(execution, "started"))
                    .append("</td><td>")
                    .append(text(execution, "stopped"))
                    .append("</td></tr>");
        }
        html.append("</table>");
    }

    private static void status(StringBuilder html, JsonNode execution) {
        String status = execution.path("status").asText();
        boolean bad = !status.equals("RUNNING") && !status.equals("SUCCEEDED");
        html.append(bad ? " class=\"bad\">" : ">").append(escape(status));
        if (execution.has("error")) {
            html.append(' ').append(text(execution, "error"));
        }
    }

    static String execution(JsonNode execution) {
        StringBuilder html = new StringBuilder(HEAD);
        html.append("<p><a href=\"/_local\">Tandem</a></p><h1>")
                .append(text(execution, "name"))
                .append("</h1><p><span");
        status(html, execution);
        html.append("</span> <span class=\"quiet\">")
                .append(text(execution, "arn"))
                .append(" · ")
                .append(text(execution, "started"))
                .append(" to ")
                .append(text(execution, "stopped"))
                .append("</span></p>");
        if (execution.has("cause")) {
            html.append("<pre>").append(text(execution, "cause")).append("</pre>");
        }
        html.append("<h2>Input</h2><pre>")
                .append(escape(execution.path("input").toPrettyString()))
                .append("</pre>");
        if (execution.has("output")) {
            html.append("<h2>Output</h2><pre>")
                    .append(escape(execution.path("output").toPrettyString()))
                    .append("</pre>");
        }
        html.append("<h2>History</h2>");
        header(html, "#", "Event", "Details");
        for (JsonNode event : execution.path("history")) {
            html.append("<tr><td class=\"n\">")
                    .append(text(event, "id"))
                    .append("</td><td>")
                    .append(text(event, "type"))
                    .append("</td><td>");
            event.properties().stream()
                    .filter(field -> field.getKey().endsWith("EventDetails"))
                    .forEach(field -> html.append("<pre>")
                            .append(escape(field.getValue().toPrettyString()))
                            .append("</pre>"));
            html.append("</td></tr>");
        }
        return html.append("</table></body></html>").toString();
    }

    /** A name that starts with # is a column of figures. */
    private static void header(StringBuilder html, String... names) {
        html.append("<table><tr>");
        for (String name : names) {
            boolean figures = name.startsWith("#");
            html.append(figures ? "<th class=\"n\">" : "<th>")
                    .append(escape(figures ? name.substring(1) : name))
                    .append("</th>");
        }
        html.append("</tr>");
    }

    private static String text(JsonNode node, String field) {
        return escape(node.path(field).asText());
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
