package dev.tandem.stock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.commons.Json;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.zip.CRC32C;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** The availability file, read here byte by byte as its contract says. */
class ExportAvailabilityTest {
    private final Shop shop = new Shop("Export" + System.nanoTime()).open();
    private final Map<String, byte[]> bucket = new HashMap<>();

    private record Place(double lat, double lon, int flags, Set<String> skus) {}

    private record Content(long asOf, List<String> skus, Map<String, Place> places) {}

    private Content export() throws IOException {
        ExportAvailabilityHandler handler =
                new ExportAvailabilityHandler(shop.stock, shop.locations, bucket::put, shop.clock);
        Shop.invoke(handler, Json.writeBytes(Json.object()));
        assertThat(bucket).containsOnlyKeys("availability/current.bin.gz");
        byte[] bytes =
                new GZIPInputStream(new ByteArrayInputStream(bucket.get("availability/current.bin.gz"))).readAllBytes();
        CRC32C sum = new CRC32C();
        sum.update(bytes, 0, bytes.length - 4);
        assertThat(ByteBuffer.wrap(bytes).getInt(bytes.length - 4)).isEqualTo((int) sum.getValue());
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        assertThat(in.readInt()).isEqualTo(0x5441564C);
        assertThat(in.readInt()).isEqualTo(1);
        long asOf = in.readLong();
        List<String> skus = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            skus.add(in.readUTF());
        }
        Map<String, Place> places = new HashMap<>();
        List<Place> inOrder = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            String id = in.readUTF();
            Place place = new Place(in.readDouble(), in.readDouble(), in.readByte(), new HashSet<>());
            places.put(id, place);
            inOrder.add(place);
        }
        for (Place place : inOrder) {
            long[] words = new long[(skus.size() + 63) / 64];
            for (int i = 0; i < words.length; i++) {
                words[i] = in.readLong();
            }
            BitSet.valueOf(words).stream().forEach(sku -> place.skus().add(skus.get(sku)));
        }
        in.readInt();
        assertThat(in.read()).isEqualTo(-1);
        return new Content(asOf, skus, places);
    }

    @Test
    void tellsWhatCanBePromisedWhere() throws IOException {
        Random random = new Random(3);
        Map<String, Set<String>> expected = new HashMap<>();
        Set<String> all = new HashSet<>();
        for (String location : List.of("CAM", "CRO", "WH-RDG")) {
            Set<String> there = new HashSet<>();
            for (int i = 0; i < 150; i++) {
                if (random.nextInt(3) > 0) {
                    int pieces = random.nextInt(4) - 1;
                    shop.stock(location, "S" + i, pieces);
                    all.add("S" + i);
                    if (pieces > 0) {
                        there.add("S" + i);
                    }
                }
            }
            expected.put(location, there);
        }
        shop.stock("NOWHERE", "LOST", 5);
        all.add("LOST");

        Content content = export();

        assertThat(content.skus()).isSorted().containsExactlyInAnyOrderElementsOf(all);
        assertThat(content.asOf()).isEqualTo(shop.clock.instant().toEpochMilli());
        assertThat(content.places()).containsOnlyKeys(expected.keySet());
        expected.forEach((location, skus) ->
                assertThat(content.places().get(location).skus()).as(location).isEqualTo(skus));
        assertThat(content.places().get("CAM").flags()).isEqualTo(1 | 2 | 4);
        assertThat(content.places().get("WH-RDG").flags()).isEqualTo(4);
        assertThat(content.places().get("WH-RDG").lat()).isEqualTo(51.4543);
    }

    @Test
    void anEmptyShopGivesAnEmptyFile() throws IOException {
        Content content = export();

        assertThat(content.skus()).isEmpty();
        assertThat(content.places()).hasSize(3);
    }

    @Test
    void whatIsReservedIsNotThere() throws IOException {
        shop.stock("CAM", "A1", 1);
        assertThat(export().places().get("CAM").skus()).containsExactly("A1");

        Shop.Answer reserved = Shop.call(
                shop.reserve,
                Shop.request("POST", "/v1/reservations")
                        .user("shopper-1")
                        .key("k1")
                        .body(
                                "{\"lines\":[{\"sku\":\"A1\",\"quantity\":1}],\"location\":\"CAM\",\"fulfilment\":\"pickup\","
                                        + "\"holdFor\":\"PT1H\"}"));
        assertThat(reserved.status()).as(reserved.body().toString()).isEqualTo(201);
        assertThat(export().places().get("CAM").skus()).isEmpty();
        assertThat(export().skus()).containsExactly("A1");
    }
}
