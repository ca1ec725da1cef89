package dev.tandem.returns;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import dev.tandem.commons.Walls;
import org.junit.jupiter.api.Test;

/** Handler -> domain <- store, told apart by name. */
class WallsTest {
    private static final JavaClasses CLASSES = Walls.of("dev.tandem.returns");
    private static final Walls WALLS = new Walls(
            CLASSES,
            "\\.(\\w+Handler|Door)(\\$.*)?",
            "\\.(\\w+Table|\\w+Bucket|\\w+Queues|Dynamo\\w+|Bedrock\\w+)(\\$.*)?",
            "dev\\.tandem\\.returns");

    @Test
    void onlyDoorsAndStoresKnowAws() {
        WALLS.onlyDoorsAndStoresKnowAws();
    }

    @Test
    void theDomainKnowsNeitherDoorsNorStoresAndStoresKnowNoDoors() {
        WALLS.theDomainKnowsNeitherDoorsNorStoresAndStoresKnowNoDoors();
    }

    /** What judges photos stands alone: it can be run, tried and timed without anything of AWS or of the returns around it. */
    @Test
    void photosKnowNeitherAwsNorTheRestOfTheDomain() {
        noClasses()
                .that()
                .resideInAPackage("dev.tandem.returns.photo..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "software.amazon.awssdk..",
                        "com.amazonaws..",
                        "dev.tandem.returns",
                        "dev.tandem.returns.opinion",
                        "dev.tandem.returns.order",
                        "dev.tandem.returns.policy",
                        "dev.tandem.returns.rma",
                        "dev.tandem.returns.coupon")
                .check(CLASSES);
    }
}
