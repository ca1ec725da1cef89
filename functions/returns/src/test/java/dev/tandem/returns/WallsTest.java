package dev.tandem.returns;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Handler -> domain <- store, told apart by name. */
class WallsTest {
    private static final String DOORS = ".*\\.(\\w+Handler|Door)(\\$.*)?";
    private static final String STORES = ".*\\.(\\w+Table|\\w+Bucket|\\w+Queues|Dynamo\\w+|Bedrock\\w+)(\\$.*)?";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.tandem.returns");

    @Test
    void onlyDoorsAndStoresKnowAws() {
        noClasses()
                .that()
                .haveNameNotMatching(DOORS)
                .and()
                .haveNameNotMatching(STORES)
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
                .haveNameNotMatching(STORES)
                .should()
                .dependOnClassesThat()
                .haveNameMatching("dev\\.tandem\\.returns" + STORES)
                .orShould()
                .dependOnClassesThat()
                .haveNameMatching("dev\\.tandem\\.returns" + DOORS)
                .check(CLASSES);
        noClasses()
                .that()
                .haveNameMatching(STORES)
                .should()
                .dependOnClassesThat()
                .haveNameMatching(DOORS)
                .check(CLASSES);
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
