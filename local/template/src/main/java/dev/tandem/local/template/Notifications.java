package dev.tandem.local.template;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Reads whom a bucket tells about new objects. */
final class Notifications {

    private Notifications() {}

    static List<Resource.Notification> read(String id, JsonNode p) {
        JsonNode configuration = p.path("NotificationConfiguration");
        if (configuration.has("TopicConfigurations") || configuration.has("EventBridgeConfiguration")) {
            throw new TemplateException(id + ": notifications to topics and EventBridge are not known here");
        }
        List<Resource.Notification> notifications = new ArrayList<>();
        configuration
                .path("QueueConfigurations")
                .forEach(c -> notifications.add(notification(id, c, "Queue", notifications.size())));
        configuration
                .path("LambdaConfigurations")
                .forEach(c -> notifications.add(notification(id, c, "Function", notifications.size())));
        return List.copyOf(notifications);
    }

    private static Resource.Notification notification(String id, JsonNode configuration, String target, int index) {
        String prefix = "";
        String suffix = "";
        for (JsonNode rule : configuration.path("Filter").path("S3Key").path("Rules")) {
            if (rule.path("Name").asText().equalsIgnoreCase("prefix")) {
                prefix = rule.path("Value").asText();
            } else {
                suffix = rule.path("Value").asText();
            }
        }
        return new Resource.Notification(
                id + "-" + index,
                ResourceReader.required(id, configuration, "Event"),
                prefix,
                suffix,
                ResourceReader.required(id, configuration, target));
    }
}
