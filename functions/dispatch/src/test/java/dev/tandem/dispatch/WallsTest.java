package dev.tandem.dispatch;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import dev.tandem.commons.Walls;
import org.junit.jupiter.api.Test;

/** Handler -> domain <- store; stores have a package of their own, handlers are told by name. */
class WallsTest {
    private static final JavaClasses CLASSES = Walls.of("dev.tandem.dispatch");
    private static final Walls WALLS =
            new Walls(CLASSES, "\\.(\\w+Handler|Door)(\\$.*)?", "dev\\.tandem\\.dispatch\\.store\\..*", "");

    @Test
    void onlyDoorsAndStoresKnowAws() {
        WALLS.onlyDoorsAndStoresKnowAws();
    }

    @Test
    void theDomainKnowsNeitherDoorsNorStoresAndStoresKnowNoDoors() {
        WALLS.theDomainKnowsNeitherDoorsNorStoresAndStoresKnowNoDoors();
    }

    /** What decides stands alone: it can be run, tried and timed without the system around it. */
    @Test
    void theDecisionKnowsNothingOfTheSystem() {
        noClasses()
                .that()
                .resideInAnyPackage("dev.tandem.dispatch.assignment..", "dev.tandem.dispatch.matching..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.tandem.dispatch",
                        "dev.tandem.dispatch.flow..",
                        "dev.tandem.dispatch.courier..",
                        "dev.tandem.dispatch.delivery..",
                        "dev.tandem.dispatch.place..",
                        "dev.tandem.dispatch.policy..",
                        "dev.tandem.dispatch.store..")
                .check(CLASSES);
    }
}
