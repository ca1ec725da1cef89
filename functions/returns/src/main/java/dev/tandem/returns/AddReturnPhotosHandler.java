package dev.tandem.returns;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tandem.commons.Attempts;
import dev.tandem.commons.Clients;
import dev.tandem.commons.Environment;
import dev.tandem.commons.Priming;
import dev.tandem.commons.drops.BucketSignatures;
import dev.tandem.commons.drops.UploadSignatures;
import dev.tandem.commons.http.ApiGateway;
import dev.tandem.commons.http.ApiRequest;
import dev.tandem.commons.http.ApiResponse;
import dev.tandem.commons.idempotency.FirstAnswers;
import dev.tandem.returns.order.Caller;
import dev.tandem.returns.rma.DynamoReturnBook;
import dev.tandem.returns.rma.ReturnBook;
import dev.tandem.returns.rma.ReturnDesk;
import dev.tandem.returns.rma.ReturnRequest;
import dev.tandem.returns.rma.ReturnView;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.util.List;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** POST /v1/returns/{returnId}/photos: signs more uploads, for photos that are missing or were taken again. */
public final class AddReturnPhotosHandler implements RequestStreamHandler {
    private final ReturnDesk desk;
    private final FirstAnswers answers;

    public AddReturnPhotosHandler() {
        this(Environment.system(), Clients.dynamoDb(), Clock.systemUTC());
    }

    private AddReturnPhotosHandler(Environment environment, DynamoDbClient dynamoDb, Clock clock) {
        this(
                environment,
                dynamoDb,
                new BucketSignatures(Clients.s3Presigner(), environment.require("DATA_BUCKET")),
                clock);
    }

    AddReturnPhotosHandler(Environment environment, DynamoDbClient dynamoDb, UploadSignatures signatures, Clock clock) {
        ReturnBook book = new DynamoReturnBook(environment, dynamoDb, clock);
        this.desk = new ReturnDesk(book, signatures, clock);
        this.answers = Door.answers(environment, dynamoDb, clock);
        Priming.register(() -> book.find("PRIMING"));
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        ApiGateway.handle(in, out, context, request -> add(request, Attempts.ofCall(context)));
    }

    /** The photos to upload. */
    record Wanted(List<ReturnRequest.PhotoRequest> photos) {
        Wanted {
            if (photos == null
                    || photos.isEmpty()
                    || photos.size() > ReturnRequest.MOST_PHOTOS
                    || photos.contains(null)) {
                throw new IllegalArgumentException("photos takes 1 to " + ReturnRequest.MOST_PHOTOS + " photos");
            }
        }
    }

    private ApiResponse add(ApiRequest request, Attempts attempts) {
        Caller caller = Door.caller(request);
        String id = Door.returnId(request);
        return answers.answer(
                request,
                "AddReturnPhotos",
                once -> opened(desk.addPhotos(
                        id, request.bodyAs(Wanted.class).photos(), caller, made -> once.with(opened(made)), attempts)));
    }

    private static ApiResponse opened(ReturnDesk.Opened opened) {
        return ApiResponse.json(200, ReturnView.of(opened.rma(), opened.uploads()));
    }
}
