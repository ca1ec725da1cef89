package dev.tandem.recommendation;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import dev.tandem.commons.Walls;
import org.junit.jupiter.api.Test;

/** Handler -> domain <- store, told apart by name. */
class WallsTest {
    private static final JavaClasses CLASSES = Walls.of("dev.tandem.recommendation");
    private static final Walls WALLS = new Walls(
            CLASSES,
            "\\.(\\w+Handler|Door)(\\$.*)?",
            "\\.(SessionTable|ProductTable|BanditTable|AttributionKeyTable|DataBucket)(\\$.*)?",
            "");

    @Test
    void onlyDoorsAndStoresKnowAws() {
        WALLS.onlyDoorsAndStoresKnowAws();
    }

    @Test
    void theDomainKnowsNeitherDoorsNorStoresAndStoresKnowNoDoors() {
        WALLS.theDomainKnowsNeitherDoorsNorStoresAndStoresKnowNoDoors();
    }

    @Test
    void modelsStandAlone() {
        noClasses()
                .that()
                .resideInAnyPackage("dev.tandem.recommendation.model", "dev.tandem.recommendation.bandit")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.tandem.recommendation")
                .check(CLASSES);
    }
}
