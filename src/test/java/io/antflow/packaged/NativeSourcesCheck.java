package io.antflow.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.TreeNode;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.antflow.pipeline.Task;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What the code reaches by name is declared to {@code native-image}. CI runs it by its name on the sources that
 * {@code -Dnative -Dquarkus.native.sources-only=true} makes.
 */
class NativeSourcesCheck {

    private static final java.nio.file.Path OURS = java.nio.file.Path.of("target", "classes");

    /** They take whatever type a task of the application has, which is for the application to register. */
    private static final Set<String> TYPES_OF_THE_APPLICATION = Set.of("io.antflow.tasks.ItemValues");

    private static NativeSources sources;
    private static JavaClasses classes;

    @BeforeAll
    static void read() throws IOException {
        sources = NativeSources.made();
        classes = new ClassFileImporter().importPath(OURS);
    }

    @Test
    void jacksonSeesTheMembersOfAllThatItWrites() throws Exception {
        JsonWritten written = JsonWritten.by(OURS, TYPES_OF_THE_APPLICATION);

        assertThat(written.unknown())
                .as("methods of which it is not known what they write")
                .isEmpty();
        assertThat(written.types()).hasSizeGreaterThan(15);
        assertRegistered(written.types());
    }

    @Test
    void jacksonSeesTheMembersOfAllThatTheApiTakesAndAnswers() throws Exception {
        Set<String> types = new TreeSet<>();
        for (JavaClass resource : classes) {
            if (resource.isAnnotatedWith(Path.class)) {
                for (Method method : load(resource.getName()).getDeclaredMethods()) {
                    if (Arrays.stream(method.getAnnotations())
                            .noneMatch(
                                    annotation -> annotation.annotationType().isAnnotationPresent(HttpMethod.class))) {
                        continue;
                    }
                    named(method.getGenericReturnType(), types);
                    Arrays.stream(method.getParameters())
                            .filter(parameter -> parameter.getAnnotations().length == 0)
                            .forEach(parameter -> named(parameter.getParameterizedType(), types));
                }
            }
        }
        types.removeIf(type -> !type.startsWith("io.antflow."));
        assertThat(types).hasSizeGreaterThan(10);
        assertRegistered(types);
    }

    @Test
    void everyExceptionThatADefinitionMayNameIsKnownByItsName() {
        List<JavaClass> exceptions = classes.stream()
                .filter(type -> type.isAssignableTo(Exception.class))
                .filter(type -> type.getPackageName().equals("io.antflow.demo")
                        || type.getModifiers().contains(JavaModifier.PUBLIC)
                                && (type.getPackageName().startsWith("io.antflow.tasks")
                                        || type.getSimpleName().equals("TaskTimeoutException")))
                // what is wrong with a definition, and no item fails with
                .filter(type -> !type.getSimpleName().equals("InvalidParametersException"))
                .toList();
        assertThat(exceptions)
                .hasSizeGreaterThan(15)
                .allSatisfy(type -> assertThat(sources.reflects(type.getName()))
                        .as(type.getName())
                        .isTrue());
    }

    @Test
    void everyResourceOfOursIsInTheExecutable() throws IOException {
        try (Stream<java.nio.file.Path> files = Files.walk(OURS)) {
            List<String> resources = files.filter(Files::isRegularFile)
                    .map(file -> OURS.relativize(file).toString())
                    .filter(name -> !name.endsWith(".class"))
                    // read by the build, which leaves what becomes of them
                    .filter(name -> !name.equals("application.properties") && !name.equals("META-INF/openapi.yaml"))
                    .filter(name -> !name.startsWith("META-INF/services/"))
                    .toList();
            assertThat(resources)
                    .hasSizeGreaterThan(20)
                    .allSatisfy(
                            name -> assertThat(sources.includes(name)).as(name).isTrue());
        }
    }

    @Test
    void whatLibrariesReadByNameIsThere() {
        assertThat(List.of(
                        "draft/2020-12/schema",
                        "draft/2020-12/meta/core",
                        "jsv-messages.properties",
                        "META-INF/resources/_static/lit-html/3.3.2/lit-html.js",
                        "META-INF/quarkus-generated-openapi-doc.JSON",
                        "META-INF/quarkus-generated-openapi-doc.YAML"))
                .allSatisfy(name -> assertThat(sources.includes(name)).as(name).isTrue());
        assertThat(List.of(
                        "net.thisptr.jackson.jq.internal.functions._MatchImplFunction$MatchObject",
                        "net.thisptr.jackson.jq.internal.functions._MatchImplFunction$CaptureObject",
                        "io.antflow.tracing.TracingConfigSource"))
                .allSatisfy(name -> assertThat(sources.reflects(name)).as(name).isTrue());
    }

    /** What is loaded so has to be declared; this says where to look when there is more of it. */
    @Test
    void nothingElseOfOursIsReachedByName() {
        assertThat(callers(ServiceLoader.class, "load")).isEmpty();
        assertThat(callers(Class.class, "forName")).containsExactly("io.antflow.catalog.ExceptionTypes");
        assertThat(callers(java.lang.reflect.Proxy.class, "newProxyInstance")).isEmpty();
        assertThat(callers(java.io.ObjectInputStream.class, "readObject")).isEmpty();
        assertThat(callers(Class.class, "getDeclaredField")).containsExactly("io.antflow.tasks.jq.SyntaxNode");
        assertThat(callers(Class.class, "getDeclaredMethod")).isEmpty();
        assertThat(callers(com.fasterxml.jackson.databind.ObjectMapper.class, "readValue"))
                .isEmpty();
    }

    /** The build initialises our classes, and a clock, a thread or a random number of it would be in every process. */
    @Test
    void noClassIsInitialisedWithWhatOnlyARunningProcessHas() {
        Set<String> ofAProcess = Set.of(
                "java.lang.Thread",
                "java.lang.ProcessHandle",
                "java.lang.Runtime",
                "java.net.InetAddress",
                "java.net.http.HttpClient",
                "java.security.SecureRandom",
                "java.time.Instant",
                "java.util.Random",
                "java.util.UUID",
                "java.util.concurrent.Executors",
                "java.util.concurrent.ThreadLocalRandom");
        Set<String> ofSystem = Set.of("nanoTime", "currentTimeMillis", "getenv", "getProperty");
        for (JavaClass type : classes) {
            type.getStaticInitializer()
                    .ifPresent(initializer -> assertThat(initializer.getCallsFromSelf())
                            .as(type.getName())
                            .noneMatch(call ->
                                    ofAProcess.contains(call.getTargetOwner().getName())
                                            || call.getTargetOwner().isEquivalentTo(System.class)
                                                    && ofSystem.contains(
                                                            call.getTarget().getName())));
        }
        assertThat(classes).anyMatch(type -> type.getStaticInitializer().isPresent());
    }

    private static Set<String> callers(Class<?> owner, String method) {
        Set<String> callers = new TreeSet<>();
        for (JavaClass type : classes) {
            type.getMethodCallsFromSelf().stream()
                    .filter(call -> call.getTargetOwner().isEquivalentTo(owner)
                            && call.getTarget().getName().equals(method))
                    .forEach(call -> callers.add(type.getName()));
        }
        return callers;
    }

    /** Each of them that is ours, and what is ours in what they are made of. */
    private static void assertRegistered(Set<String> names) throws ClassNotFoundException {
        Set<String> all = new TreeSet<>();
        for (String name : names) {
            reach(load(name), all);
        }
        assertThat(all)
                .allSatisfy(name -> assertThat(sources.reflects(name)).as(name).isTrue());
    }

    private static void reach(Class<?> type, Set<String> all) {
        boolean ours = type.getName().startsWith("io.antflow.") && !Task.class.isAssignableFrom(type);
        if (!ours || TreeNode.class.isAssignableFrom(type) || !all.add(type.getName())) {
            return;
        }
        Set<String> parts = new TreeSet<>();
        if (type.isRecord()) {
            for (RecordComponent part : type.getRecordComponents()) {
                named(part.getGenericType(), parts);
            }
        }
        if (type.isSealed()) {
            Arrays.stream(type.getPermittedSubclasses()).forEach(permitted -> parts.add(permitted.getName()));
        }
        for (String part : parts) {
            try {
                reach(load(part), all);
            } catch (ClassNotFoundException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static void named(Type type, Set<String> names) {
        switch (type) {
            case Class<?> plain when plain.isArray() -> named(plain.getComponentType(), names);
            case Class<?> plain when !plain.isPrimitive() -> names.add(plain.getName());
            case ParameterizedType generic -> {
                named(generic.getRawType(), names);
                Arrays.stream(generic.getActualTypeArguments()).forEach(argument -> named(argument, names));
            }
            case WildcardType wildcard ->
                Arrays.stream(wildcard.getUpperBounds()).forEach(bound -> named(bound, names));
            default -> {}
        }
    }

    private static Class<?> load(String name) throws ClassNotFoundException {
        return Class.forName(name, false, NativeSourcesCheck.class.getClassLoader());
    }
}
