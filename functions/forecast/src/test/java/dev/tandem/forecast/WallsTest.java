package dev.tandem.forecast;

import dev.tandem.commons.Walls;
import org.junit.jupiter.api.Test;

/** Handler -> domain <- store, told apart by name. */
class WallsTest {
    private static final Walls WALLS = new Walls(
            Walls.of("dev.tandem.forecast"),
            "\\.(\\w+Handler|Door)(\\$.*)?",
            "\\.(\\w+Table|\\w+Bucket|\\w+Queue|Dynamo\\w+)(\\$.*)?",
            "dev\\.tandem\\.forecast");

    @Test
    void onlyDoorsAndStoresKnowAws() {
        WALLS.onlyDoorsAndStoresKnowAws();
    }

    @Test
    void theDomainKnowsNeitherDoorsNorStoresAndStoresKnowNoDoors() {
        WALLS.theDomainKnowsNeitherDoorsNorStoresAndStoresKnowNoDoors();
    }
}
