package dev.tandem.stock;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Handler -> domain <- store, told apart by name: see the package's own words. */
class WallsTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.tandem.stock");
    /** What handlers share, and what wires them. */
    private static final Set<String> DOORS = Set.of("Calls", "StockQueries", "StockImports");
    /** Stores by other names. {@code StockChunks} turns rows into transactions. */
    private static final Set<String> STORES = Set.of("StockLedger", "StockChunks", "FeedStore", "ReconciliationBucket");

    private static final DescribedPredicate<JavaClass> HANDLER = describe("doors", type -> {
        String name = outermost(type);
        return ours(type) && (name.endsWith("Handler") || DOORS.contains(name));
    });
    private static final DescribedPredicate<JavaClass> STORE = describe("stores", type -> {
        String name = outermost(type);
        return ours(type) && (name.endsWith("Table") || name.startsWith("Dynamo") || STORES.contains(name));
    });
    private static final DescribedPredicate<JavaClass> INSIDE =
            describe("inside", type -> ours(type) && !HANDLER.test(type) && !STORE.test(type));
    /** The imports of {@code feed} hold their tables themselves; here there are interfaces between. */
    private static final DescribedPredicate<JavaClass> DOMAIN = describe(
            "the domain", type -> INSIDE.test(type) && type.getPackageName().equals("dev.tandem.stock"));

    @Test
    void onlyDoorsAndStoresKnowAws() {
        noClasses()
                .that(INSIDE)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("software.amazon.awssdk..", "com.amazonaws..")
                .check(CLASSES);
    }

    @Test
    void theDomainKnowsNeitherDoorsNorStores() {
        noClasses().that(DOMAIN).should().dependOnClassesThat(HANDLER.or(STORE)).check(CLASSES);
    }

    @Test
    void storesKnowNoDoors() {
        noClasses().that(STORE).should().dependOnClassesThat(HANDLER).check(CLASSES);
    }

    @Test
    void everyHandlerCanBeStartedByLambda() {
        classes()
                .that()
                .haveSimpleNameEndingWith("Handler")
                .and()
                .areTopLevelClasses()
                .should()
                .implement(RequestStreamHandler.class)
                .andShould()
                .bePublic()
                .check(CLASSES);
        for (JavaClass handler : CLASSES) {
            if (handler.isTopLevelClass() && handler.getSimpleName().endsWith("Handler")) {
                assertThat(handler.tryGetConstructor())
                        .as(handler.getName() + "()")
                        .isPresent();
            }
        }
    }

    private static boolean ours(JavaClass type) {
        return type.getPackageName().startsWith("dev.tandem.stock");
    }

    private static String outermost(JavaClass type) {
        String name = type.getName().substring(type.getName().lastIndexOf('.') + 1);
        int nested = name.indexOf('$');
        return nested < 0 ? name : name.substring(0, nested);
    }
}
