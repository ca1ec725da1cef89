package dev.tandem.dispatch;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tandem.commons.Attempts;
import dev.tandem.commons.Clients;
import dev.tandem.commons.Environment;
import dev.tandem.commons.Priming;
import dev.tandem.commons.http.ApiException;
import dev.tandem.commons.http.ServiceUnavailableException;
import dev.tandem.commons.log.Logs;
import dev.tandem.commons.queue.DeadLetters;
import dev.tandem.commons.queue.PermanentFailureException;
import dev.tandem.commons.queue.SqsBatch;
import dev.tandem.commons.queue.SqsRecord;
import dev.tandem.dispatch.delivery.DeliveryRequest;
import dev.tandem.dispatch.flow.DeliveryDesk;
import dev.tandem.dispatch.place.Zones;
import dev.tandem.dispatch.store.DynamoDispatchBook;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** From the queue of deliveries: what other systems ask for. A message that comes twice asks once, for the id follows from it. */
public final class IngestDeliveriesHandler implements RequestStreamHandler {
    private static final Duration MOST_TIME = Duration.ofSeconds(10);
    private static final Pattern SENDER = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");

    private final DeliveryDesk desk;
    private final DeadLetters deadLetters;

    public IngestDeliveriesHandler() {
        this(
                Environment.system(),
                Clients.dynamoDb(),
                DeadLetters.queue(Clients.sqs(), Environment.system().require("DEAD_LETTER_QUEUE_URL")),
                Clock.systemUTC());
    }

    IngestDeliveriesHandler(Environment environment, DynamoDbClient dynamoDb, DeadLetters deadLetters, Clock clock) {
        Zones zones = Door.zones(environment, dynamoDb, clock);
        this.desk = new DeliveryDesk(new DynamoDispatchBook(environment, dynamoDb, clock), zones, clock);
        this.deadLetters = deadLetters;
        Priming.register(zones::all);
    }

    /**
     * A message.
     *
     * @param partner the sender: a hash of an API key makes the delivery one of that shop, any other name is a system of ours
     */
    record Order(String partner, DeliveryRequest delivery) {
        Order {
            if (partner == null || !SENDER.matcher(partner).matches() || delivery == null) {
                throw new IllegalArgumentException("needs partner (small letters, digits, -) and delivery");
            }
        }
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        SqsBatch.handle(in, out, context, deadLetters, this::submit);
    }

    private void submit(SqsRecord message) {
        Order order = message.bodyAs(Order.class);
        String correlationId = Logs.correlationIdOr(message.attributes().get("correlationId"));
        try {
            desk.submit(order.delivery(), order.partner(), correlationId, made -> null, Attempts.in(MOST_TIME));
        } catch (ServiceUnavailableException e) {
            throw e;
        } catch (ApiException e) {
            if (e.code().equals("DELIVERY_EXISTS")) {
                return;
            }
            throw new PermanentFailureException(e.code(), String.valueOf(e.getMessage()));
        }
    }
}
