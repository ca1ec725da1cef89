package dev.tandem.returns;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tandem.commons.Clients;
import dev.tandem.commons.Environment;
import dev.tandem.commons.Priming;
import dev.tandem.commons.http.ApiGateway;
import dev.tandem.commons.http.ApiRequest;
import dev.tandem.commons.http.ApiResponse;
import dev.tandem.commons.http.BadRequestException;
import dev.tandem.returns.lifecycle.DynamoLifecycleBook;
import dev.tandem.returns.lifecycle.Lifecycle;
import dev.tandem.returns.lifecycle.LifecycleBook;
import dev.tandem.returns.lifecycle.PromiseFigures;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** GET /v1/returns/metrics: how the promises of 72 hours and of 15 minutes are kept, for staff. */
public final class GetReturnMetricsHandler implements RequestStreamHandler {
    private static final int USUAL_DAYS = 7;
    private static final int MOST_DAYS = 31;

    private final LifecycleBook book;
    private final Clock clock;

    public GetReturnMetricsHandler() {
        this(Environment.system(), Clients.dynamoDb(), Clock.systemUTC());
    }

    GetReturnMetricsHandler(Environment environment, DynamoDbClient dynamoDb, Clock clock) {
        this.book = new DynamoLifecycleBook(environment, dynamoDb, clock);
        this.clock = clock;
        Priming.register(() -> book.find("PRIMING"));
    }

    /** @param from first day in UTC on which a clock started; {@code to} the last */
    record Answer(String from, String to, Map<String, PromiseFigures> channels) {}

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        ApiGateway.handle(in, out, context, this::figures);
    }

    private ApiResponse figures(ApiRequest request) {
        request.requireGroup(Door.STAFF);
        LocalDate to = day(request, "to", LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
        LocalDate from = day(request, "from", to.minusDays(USUAL_DAYS - 1));
        if (from.isAfter(to) || ChronoUnit.DAYS.between(from, to) >= MOST_DAYS) {
            throw new BadRequestException(
                    "PARAMETER_INVALID", "from must not be after to, and both within " + MOST_DAYS + " days.");
        }
        List<Lifecycle> lives =
                from.datesUntil(to.plusDays(1)).flatMap(book::ofDay).toList();
        return ApiResponse.json(
                        200, new Answer(from.toString(), to.toString(), PromiseFigures.ofAll(lives, clock.instant())))
                .withHeader("Cache-Control", "no-store");
    }

    private static LocalDate day(ApiRequest request, String name, LocalDate usual) {
        try {
            return request.query(name).map(LocalDate::parse).orElse(usual);
        } catch (DateTimeParseException e) {
            throw new BadRequestException(
                    "PARAMETER_INVALID", "Query parameter " + name + " must be a date, as 2026-03-02.");
        }
    }
}
