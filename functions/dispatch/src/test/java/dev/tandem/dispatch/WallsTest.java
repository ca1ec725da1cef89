package dev.tandem.dispatch;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Handler -> domain <- store; stores have a package of their own, handlers are told by name. */
class WallsTest {
    private static final String DOORS = ".*\\.(\\w+Handler|Door)(\\$.*)?";
    private static final String STORES = "dev.tandem.dispatch.store..";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.tandem.dispatch");

    @Test
    void onlyDoorsAndStoresKnowAws() {
        noClasses()
                .that()
                .haveNameNotMatching(DOORS)
                .and()
                .resideOutsideOfPackage(STORES)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("software.amazon.awssdk..", "com.amazonaws..")
                .check(CLASSES);
    }

    @Test
    void theDomainKnowsNeitherDoorsNorStoresAndStoresKnowNoDoors() {
        noClasses()
                .that()
                .haveNameNotMatching(DOORS)
                .and()
                .resideOutsideOfPackage(STORES)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(STORES)
                .orShould()
                .dependOnClassesThat()
                .haveNameMatching("dev\\.tandem\\.dispatch" + DOORS)
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage(STORES)
                .should()
                .dependOnClassesThat()
                .haveNameMatching("dev\\.tandem\\.dispatch" + DOORS)
                .check(CLASSES);
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
                        STORES)
                .check(CLASSES);
    }
}
