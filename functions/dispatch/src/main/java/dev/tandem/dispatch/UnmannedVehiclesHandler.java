package dev.tandem.dispatch;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tandem.commons.Attempts;
import dev.tandem.commons.Clients;
import dev.tandem.commons.Environment;
import dev.tandem.commons.Priming;
import dev.tandem.commons.http.ApiGateway;
import dev.tandem.commons.http.ApiRequest;
import dev.tandem.commons.http.ApiResponse;
import dev.tandem.commons.http.BadRequestException;
import dev.tandem.commons.http.Partners;
import dev.tandem.commons.idempotency.FirstAnswers;
import dev.tandem.dispatch.campus.CampusDesk;
import dev.tandem.dispatch.campus.CampusOrder;
import dev.tandem.dispatch.campus.CampusRequests;
import dev.tandem.dispatch.campus.CampusView;
import dev.tandem.dispatch.campus.Rules;
import dev.tandem.dispatch.store.CampusTable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Everything under /v1/campuses: operations draw campuses and close paths, partners ask for deliveries, vehicles report and are told what to
 * do next, people take their goods against a code.
 */
public final class UnmannedVehiclesHandler implements RequestStreamHandler {
    private static final Pattern CAMPUS = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");

    private final CampusDesk desk;
    private final FirstAnswers answers;

    public UnmannedVehiclesHandler() {
        this(Environment.system(), Clients.dynamoDb(), Clock.systemUTC());
    }

    UnmannedVehiclesHandler(Environment environment, DynamoDbClient dynamoDb, Clock clock) {
        CampusTable table = new CampusTable(environment, dynamoDb, clock);
        this.desk = new CampusDesk(table, Rules.DEFAULT, clock);
        this.answers = Door.answers(environment, dynamoDb, clock);
        Priming.register(() -> table.campus("priming"));
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        ApiGateway.handle(in, out, context, request -> answer(request, Attempts.ofCall(context)));
    }

    private ApiResponse answer(ApiRequest request, Attempts attempts) {
        String campus = request.pathParameter("campusId");
        if (!CAMPUS.matcher(campus).matches()) {
            throw new BadRequestException("PARAMETER_INVALID", "campusId takes 1 to 32 small letters, digits and -.");
        }
        String route = request.method() + " " + request.path().replaceAll("^/v1/campuses/[^/]+", "");
        if (request.pathParameters().containsKey("orderId")) {
            return order(request, campus, attempts);
        }
        return switch (route) {
            case "PUT " -> put(request, campus, attempts);
            case "GET " -> get(request, campus);
            case "POST /orders" -> submit(request, campus, attempts);
            case "POST /vehicle-reports" -> report(request, campus, attempts);
            case "POST /hand-overs" -> handOver(request, campus, attempts);
            case "POST /closures" -> close(request, campus, attempts);
            default -> throw new IllegalStateException("No such route: " + route);
        };
    }

    private ApiResponse put(ApiRequest request, String campus, Attempts attempts) {
        request.requireGroup(Door.OPERATIONS);
        var site = request.bodyAs(CampusRequests.Site.class);
        return ApiResponse.json(200, CampusView.of(desk.put(site.named(campus), attempts)));
    }

    private ApiResponse get(ApiRequest request, String campus) {
        request.requireGroup(Door.OPERATIONS);
        return ApiResponse.json(200, CampusView.of(desk.view(campus)));
    }

    private ApiResponse submit(ApiRequest request, String campus, Attempts attempts) {
        String owner = Partners.of(request);
        return answers.answer(request, "SubmitCampusOrder", owner, once -> {
            CampusOrder order = desk.submit(
                    campus,
                    request.bodyAs(CampusRequests.Submission.class),
                    owner,
                    done -> once.with(shown(201, done)),
                    attempts);
            return shown(201, order);
        });
    }

    private ApiResponse order(ApiRequest request, String campus, Attempts attempts) {
        String owner = Partners.of(request);
        String orderId = request.pathParameter("orderId");
        if (request.method().equals("GET")) {
            return shown(200, desk.find(campus, orderId, owner));
        }
        return answers.answer(
                request,
                "CancelCampusOrder",
                owner,
                once -> shown(200, desk.cancel(campus, orderId, owner, done -> once.with(shown(200, done)), attempts)));
    }

    private ApiResponse report(ApiRequest request, String campus, Attempts attempts) {
        return answers.answer(
                request,
                "ReportVehicle",
                Partners.of(request),
                once -> ApiResponse.json(
                        200,
                        desk.report(
                                campus,
                                request.bodyAs(CampusRequests.VehicleReport.class),
                                next -> once.with(ApiResponse.json(200, next)),
                                attempts)));
    }

    private ApiResponse handOver(ApiRequest request, String campus, Attempts attempts) {
        return answers.answer(
                request,
                "HandOverCampusOrder",
                Partners.of(request),
                once -> handedOver(desk.handOver(
                        campus,
                        request.bodyAs(CampusRequests.HandOver.class),
                        done -> once.with(handedOver(done)),
                        attempts)));
    }

    private static ApiResponse handedOver(CampusOrder order) {
        return ApiResponse.json(200, CampusView.handedOver(order));
    }

    private ApiResponse close(ApiRequest request, String campus, Attempts attempts) {
        request.requireGroup(Door.OPERATIONS);
        return answers.answer(
                request,
                "CloseCampusPath",
                once -> ApiResponse.json(
                        200,
                        CampusView.of(desk.close(
                                campus,
                                request.bodyAs(CampusRequests.PathClosure.class),
                                done -> once.with(ApiResponse.json(200, CampusView.of(done))),
                                attempts))));
    }

    private static ApiResponse shown(int status, CampusOrder order) {
        return ApiResponse.json(status, CampusView.order(order));
    }
}
