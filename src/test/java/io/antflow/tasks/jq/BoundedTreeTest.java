package io.antflow.tasks.jq;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import net.thisptr.jackson.jq.Expression;
import net.thisptr.jackson.jq.Versions;
import net.thisptr.jackson.jq.internal.IsolatedScopeQuery;
import net.thisptr.jackson.jq.internal.JsonQueryFunction;
import net.thisptr.jackson.jq.internal.javacc.ExpressionParser;
import net.thisptr.jackson.jq.internal.misc.Pair;
import net.thisptr.jackson.jq.internal.tree.FieldConstruction;
import net.thisptr.jackson.jq.internal.tree.PipeComponent;
import net.thisptr.jackson.jq.internal.tree.TopLevelExpression;
import net.thisptr.jackson.jq.internal.tree.VariableAccess;
import net.thisptr.jackson.jq.internal.tree.VariableKeyFieldConstruction;
import net.thisptr.jackson.jq.internal.tree.binaryop.assignment.ComplexAssignment;
import net.thisptr.jackson.jq.internal.tree.matcher.PatternMatcher;
import net.thisptr.jackson.jq.internal.tree.matcher.matchers.ObjectMatcher;
import net.thisptr.jackson.jq.internal.tree.matcher.matchers.ValueMatcher;
import org.junit.jupiter.api.Test;

/** The library in use has no kind of node that would go unbounded, or that a native executable could not read. */
class BoundedTreeTest {

    private static final String NODES = "net.thisptr.jackson.jq.internal.tree.";
    private static final List<Class<?>> KINDS =
            List.of(Expression.class, PipeComponent.class, FieldConstruction.class, PatternMatcher.class);

    @Test
    void everyKindOfNodeIsBounded() throws Exception {
        Set<Class<?>> parsed = new HashSet<>();
        for (String text : ExpressionTest.everyKind()) {
            Expression expression = ExpressionParser.compile(text, Versions.JQ_1_7);
            collect(expression, parsed, Collections.newSetFromMap(new IdentityHashMap<>()));
            BoundedTree.of(expression, new Names());
        }

        parsed.add(ComplexAssignment.class); // the parser makes its subclasses
        parsed.add(TopLevelExpression.class); // only of an expression with modules, which is refused
        assertThat(names(nodesOfLibrary())).isSubsetOf(names(parsed));
    }

    @Test
    void whatIsReadByReflectionIsRegistered() throws Exception {
        Set<Class<?>> read = new HashSet<>(List.of(
                JsonQueryFunction.class,
                IsolatedScopeQuery.class,
                ObjectMatcher.FieldMatcher.class,
                ValueMatcher.class,
                VariableAccess.class,
                VariableKeyFieldConstruction.class));
        for (Class<?> node : nodesOfLibrary()) {
            for (Class<?> type = node; type != Object.class; type = type.getSuperclass()) {
                if (Arrays.stream(type.getDeclaredFields()).anyMatch(BoundedTreeTest::holdsParts)) {
                    read.add(type);
                }
            }
        }

        assertThat(SyntaxNode.class.getAnnotation(RegisterForReflection.class).targets())
                .containsAll(read);
    }

    private static boolean holdsParts(Field field) {
        return !Modifier.isStatic(field.getModifiers())
                && !Modifier.isPublic(field.getModifiers())
                && (field.getType() == List.class || KINDS.contains(field.getType()));
    }

    private static Set<Class<?>> nodesOfLibrary() throws IOException, URISyntaxException, ClassNotFoundException {
        Path library = Path.of(Expression.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Set<Class<?>> nodes = new HashSet<>();
        try (JarFile jar = new JarFile(library.toFile())) {
            for (String entry : jar.stream().map(Object::toString).toList()) {
                String name = entry.replace('/', '.').replaceFirst("\\.class$", "");
                if (name.startsWith(NODES) && entry.endsWith(".class")) {
                    Class<?> type = Class.forName(name);
                    if (KINDS.stream().anyMatch(kind -> kind.isAssignableFrom(type))
                            && !Modifier.isAbstract(type.getModifiers())) {
                        nodes.add(type);
                    }
                }
            }
        }
        return nodes;
    }

    private static void collect(Object part, Set<Class<?>> found, Set<Object> seen) throws IllegalAccessException {
        if (part instanceof Collection<?> parts) {
            for (Object one : parts) {
                collect(one, found, seen);
            }
        } else if (part != null
                && (part.getClass().getName().startsWith(NODES) || part instanceof Pair<?, ?>)
                && seen.add(part)) {
            found.add(part.getClass());
            for (Class<?> type = part.getClass(); type != Object.class; type = type.getSuperclass()) {
                for (Field field : type.getDeclaredFields()) {
                    if (!Modifier.isStatic(field.getModifiers())
                            && !field.getType().isEnum()) {
                        field.setAccessible(true);
                        collect(field.get(part), found, seen);
                    }
                }
            }
        }
    }

    private static Set<String> names(Set<Class<?>> types) {
        Set<String> names = new TreeSet<>();
        types.forEach(type -> names.add(type.getName()));
        return names;
    }
}
