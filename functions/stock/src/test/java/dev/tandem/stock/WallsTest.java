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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Handler -> domain <- store, told apart by name: see the package's own words. */
class WallsTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.tandem.stock");
    /** Doors that are shared by handlers, beside those named so. */
    private static final Set<String> DOORS = Set.of("Calls", "StockQueries", "FirstAnswers");

    private static final DescribedPredicate<JavaClass> HANDLER = describe("doors", type -> {
        String name = outermost(type);
        return name.endsWith("Handler") || DOORS.contains(name);
    });
    private static final DescribedPredicate<JavaClass> STORE = describe("stores", type -> {
        String name = outermost(type);
        return name.endsWith("Table")
                || name.endsWith("Ledger")
                || name.endsWith("Transactions")
                || name.endsWith("Store")
                || name.startsWith("Dynamo");
    });
    private static final DescribedPredicate<JavaClass> DOMAIN = describe(
            "the domain",
            type -> type.getPackageName().equals("dev.tandem.stock") && !HANDLER.test(type) && !STORE.test(type));

    @Test
    void theDomainKnowsNoAws() {
        noClasses()
                .that(DOMAIN)
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
    void onlyStoresAndDoorsWriteDynamoDb() {
        noClasses()
                .that(describe("not stores", type -> !STORE.test(type) && !HANDLER.test(type)))
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("software.amazon.awssdk.services.dynamodb.DynamoDbClient")
                .check(CLASSES);
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
                assertThat(handler.tryGetConstructor()).as(handler.getName() + "()").isPresent();
            }
        }
    }

    /** The contract names functions of this module; each must have its handler. */
    @Test
    void everyOperationOfTheContractHasItsHandler() throws IOException {
        String contract = Files.readString(Path.of(System.getProperty("repositoryRoot"), "api/openapi.yaml"));
        Matcher operation = Pattern.compile("operationId: (\\w+)").matcher(contract);
        List<String> handlers = CLASSES.stream().map(JavaClass::getSimpleName).toList();
        Set<String> missing = operation
                .results()
                .map(found -> found.group(1) + "Handler")
                .filter(name -> !handlers.contains(name))
                .collect(Collectors.toSet());
        // The partner drops are built beside this; drop them from the list when they are here.
        missing.removeAll(Set.of("PresignPartnerDropHandler", "GetPartnerDropHandler"));
        assertThat(missing).isEmpty();
    }

    private static String outermost(JavaClass type) {
        String name = type.getName().substring(type.getName().lastIndexOf('.') + 1);
        int nested = name.indexOf('$');
        return nested < 0 ? name : name.substring(0, nested);
    }
}
