package dev.tandem.forecast;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Handler -> domain <- store, told apart by name. */
class WallsTest {
    private static final String DOORS = ".*\\.(\\w+Handler|Door)(\\$.*)?";
    private static final String STORES = ".*\\.(\\w+Table|\\w+Bucket|\\w+Queue|Dynamo\\w+)(\\$.*)?";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.tandem.forecast");

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
                .haveNameMatching("dev\\.tandem\\.forecast" + STORES)
                .orShould()
                .dependOnClassesThat()
                .haveNameMatching("dev\\.tandem\\.forecast" + DOORS)
                .check(CLASSES);
        noClasses()
                .that()
                .haveNameMatching(STORES)
                .should()
                .dependOnClassesThat()
                .haveNameMatching(DOORS)
                .check(CLASSES);
    }
}
