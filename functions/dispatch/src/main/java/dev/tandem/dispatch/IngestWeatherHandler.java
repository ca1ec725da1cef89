package dev.tandem.dispatch;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tandem.commons.Clients;
import dev.tandem.commons.Environment;
import dev.tandem.commons.http.UnprocessableException;
import dev.tandem.commons.queue.DeadLetters;
import dev.tandem.commons.queue.PermanentFailureException;
import dev.tandem.commons.queue.SqsBatch;
import dev.tandem.commons.queue.SqsRecord;
import dev.tandem.dispatch.weather.WeatherDesk;
import dev.tandem.dispatch.weather.WeatherReport;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** From the queue of weather: one report in a message. In any order and twice it comes to the same, for the latest moment stands. */
public final class IngestWeatherHandler implements RequestStreamHandler {
    private final WeatherDesk desk;
    private final DeadLetters deadLetters;

    public IngestWeatherHandler() {
        this(
                Environment.system(),
                Clients.dynamoDb(),
                DeadLetters.queue(Clients.sqs(), Environment.system().require("DEAD_LETTER_QUEUE_URL")),
                Clock.systemUTC());
    }

    IngestWeatherHandler(Environment environment, DynamoDbClient dynamoDb, DeadLetters deadLetters, Clock clock) {
        this.desk = Door.weather(environment, dynamoDb, clock);
        this.deadLetters = deadLetters;
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        SqsBatch.handle(in, out, context, deadLetters, this::take);
    }

    private void take(SqsRecord message) {
        try {
            desk.take(message.bodyAs(WeatherReport.class));
        } catch (UnprocessableException e) {
            throw new PermanentFailureException(e.code(), String.valueOf(e.getMessage()));
        }
    }
}
