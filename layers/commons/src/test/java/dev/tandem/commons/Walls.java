package dev.tandem.commons;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

/**
 * Handler -> domain <- store, told apart by name.
 *
 * @param doors pattern of the end of a class's name, for handlers and what they share
 * @param stores the same for stores
 * @param own pattern of the beginning of names that the domain must not use, so that tables of others are not meant
 */
public record Walls(JavaClasses classes, String doors, String stores, String own) {

    /** The classes of a domain without its tests. */
    public static JavaClasses of(String packageName) {
        return new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(packageName);
    }

    public void onlyDoorsAndStoresKnowAws() {
        noClasses()
                .that()
                .haveNameNotMatching(".*" + doors)
                .and()
                .haveNameNotMatching(".*" + stores)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("software.amazon.awssdk..", "com.amazonaws..")
                .check(classes);
    }

    public void theDomainKnowsNeitherDoorsNorStoresAndStoresKnowNoDoors() {
        noClasses()
                .that()
                .haveNameNotMatching(".*" + doors)
                .and()
                .haveNameNotMatching(".*" + stores)
                .should()
                .dependOnClassesThat()
                .haveNameMatching(own + ".*" + stores)
                .orShould()
                .dependOnClassesThat()
                .haveNameMatching(own + ".*" + doors)
                .check(classes);
        noClasses()
                .that()
                .haveNameMatching(".*" + stores)
                .should()
                .dependOnClassesThat()
                .haveNameMatching(".*" + doors)
                .check(classes);
    }
}
