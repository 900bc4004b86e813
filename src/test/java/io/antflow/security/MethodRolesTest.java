package io.antflow.security;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.quarkus.websockets.next.WebSocket;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.HttpMethod;

/** Each method says itself who may call it: paths are not to be relied on. */
@AnalyzeClasses(packages = "io.antflow", importOptions = ImportOption.DoNotIncludeTests.class)
class MethodRolesTest {

    private static final DescribedPredicate<JavaMethod> ANSWERS_CALLS = DescribedPredicate.describe(
            "answer calls",
            method -> method.getAnnotations().stream()
                    .anyMatch(annotation -> annotation.getRawType().isAnnotatedWith(HttpMethod.class)));

    @ArchTest
    static final ArchRule EVERY_CALL_HAS_A_ROLE = methods()
            .that(ANSWERS_CALLS)
            .should()
            .beAnnotatedWith(RolesAllowed.class)
            .orShould()
            .beAnnotatedWith(PermitAll.class);

    @ArchTest
    static final ArchRule EVERY_SOCKET_HAS_A_ROLE =
            classes().that().areAnnotatedWith(WebSocket.class).should().beAnnotatedWith(RolesAllowed.class);
}
