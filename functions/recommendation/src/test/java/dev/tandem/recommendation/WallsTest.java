package dev.tandem.recommendation;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Handler -> domain <- store, told apart by name. */
class WallsTest {
    private static final String DOORS = ".*\\.(\\w+Handler|Door)(\\$.*)?";
    private static final String STORES = ".*\\.(SessionTable|ProductTable|BanditTable|AttributionKeyTable|DataBucket)(\\$.*)?";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.tandem.recommendation");

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
                .haveNameMatching(STORES)
                .orShould()
                .dependOnClassesThat()
                .haveNameMatching(DOORS)
                .check(CLASSES);
        noClasses()
                .that()
                .haveNameMatching(STORES)
                .should()
                .dependOnClassesThat()
                .haveNameMatching(DOORS)
                .check(CLASSES);
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
