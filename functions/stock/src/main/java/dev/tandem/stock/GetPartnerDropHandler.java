package dev.tandem.stock;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.commons.Clients;
import dev.tandem.commons.Environment;
import dev.tandem.commons.Json;
import dev.tandem.commons.drops.Drop;
import dev.tandem.commons.drops.DropBucket;
import dev.tandem.commons.drops.DropStore;
import dev.tandem.commons.http.ApiGateway;
import dev.tandem.commons.http.ApiRequest;
import dev.tandem.commons.http.ApiResponse;
import dev.tandem.commons.http.NotFoundException;
import dev.tandem.commons.http.Partners;
import dev.tandem.stock.feed.PartnerDrop;
import dev.tandem.stock.feed.PartnerDropTable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Optional;

/** GET /v1/partner-drops/{dropId}: what became of a partner file. */
public final class GetPartnerDropHandler implements RequestStreamHandler {
    private final PartnerDropTable drops;
    private final DropStore store;

    public GetPartnerDropHandler() {
        this(
                new PartnerDropTable(Clients.dynamoDb(), Environment.system().require("FEED_TABLE")),
                new DropBucket(Clients.s3(), Environment.system().require("PARTNER_BUCKET")));
    }

    GetPartnerDropHandler(PartnerDropTable drops, DropStore store) {
        this.drops = drops;
        this.store = store;
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        ApiGateway.handle(in, out, context, this::get);
    }

    private ApiResponse get(ApiRequest request) {
        String partner = Partners.of(request);
        String dropId = request.pathParameter("dropId");
        // another partner's drop is as unknown as one that never was
        PartnerDrop drop = drops.find(dropId)
                .filter(found -> found.partner().equals(partner))
                .orElseThrow(
                        () -> new NotFoundException("DROP_NOT_FOUND", "There is no drop " + dropId + " of yours."));
        Optional<JsonNode> report = report(drop);
        ObjectNode answer = Json.object()
                .put("dropId", dropId)
                .put("kind", drop.kind().text())
                .put("fileName", drop.fileName())
                .put(
                        "status",
                        report.map(found -> found.path("status").asText()).orElse("AWAITED"));
        report.ifPresent(found -> answer.set("report", found));
        return ApiResponse.json(200, answer);
    }

    private Optional<JsonNode> report(PartnerDrop drop) {
        Drop report = new Drop(Drop.reportKey(drop.key()), null, "");
        try (DropStore.Content content = store.open(report, null)) {
            return Optional.of(Json.tree(content.body().readAllBytes()));
        } catch (DropStore.MissingException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
