package io.antflow.tasks;

import com.fasterxml.jackson.databind.JavaType;
import io.antflow.pipeline.Task;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The tasks that a definition may name: all beans of type {@link Task} that carry an {@link Identifier}, on their class
 * or on the method that produces them. Immutable.
 */
@Singleton
public final class TaskRegistry {

    private final SortedMap<String, Task<?, ?>> tasks = new TreeMap<>();

    /** By the bean's instance (or its client proxy), which is also what gets injected into an application's pipeline. */
    private final Map<Task<?, ?>, RegisteredTask> known = new IdentityHashMap<>();

    private final ItemValues values;

    /** @throws IllegalStateException two beans have the same identifier */
    @Inject
    TaskRegistry(@Any Instance<Task<?, ?>> beans, ItemValues values) {
        this(values);
        Map<String, Bean<?>> owners = new TreeMap<>();
        for (Instance.Handle<Task<?, ?>> handle : beans.handles()) {
            Bean<?> bean = handle.getBean();
            Optional<String> name = identifier(bean);
            if (name.isEmpty()) {
                continue;
            }
            Bean<?> other = owners.put(name.get(), bean);
            if (other != null) {
                throw new IllegalStateException(
                        "two tasks are named '%s': %s and %s; give one of them another @Identifier"
                                .formatted(name.get(), other, bean));
            }
            add(name.get(), handle.get(), input(bean));
        }
    }

    /** Without a container. The types that the tasks take are read from their classes. */
    public TaskRegistry(Map<String, ? extends Task<?, ?>> tasks, ItemValues values) {
        this(values);
        tasks.forEach((name, task) -> add(name, task, input(task)));
    }

    private TaskRegistry(ItemValues values) {
        this.values = values;
    }

    private void add(String name, Task<?, ?> task, JavaType input) {
        Task<?, ?> adapted = new JsonTask(task, input, values);
        tasks.put(name, adapted);
        known.put(task, new RegisteredTask(name, adapted));
    }

    /** All of them by name, taking and returning JSON. */
    public SortedMap<String, Task<?, ?>> tasks() {
        return Collections.unmodifiableSortedMap(tasks);
    }

    /** The name under which a definition may use this very task; empty: none. */
    public Optional<String> nameOf(Task<?, ?> task) {
        return Optional.ofNullable(known.get(task)).map(RegisteredTask::name);
    }

    /**
     * A task of an application's pipeline, taking and returning JSON.
     *
     * @param task one whose class says what it takes; a lambda expression does not, and gets the JSON itself
     */
    public Task<?, ?> overJson(Task<?, ?> task) {
        RegisteredTask registered = known.get(task);
        return registered == null ? new JsonTask(task, input(task), values) : registered.task();
    }

    private JavaType input(Task<?, ?> task) {
        JavaType[] parameters = values.type(task.getClass()).findTypeParameters(Task.class);
        return parameters.length == 0 ? values.type(Object.class) : parameters[0];
    }

    /** From what the container knows of the bean since the build: needs no reflection in a native executable. */
    private JavaType input(Bean<?> bean) {
        for (Type type : bean.getTypes()) {
            if (type instanceof ParameterizedType parameterized && parameterized.getRawType() == Task.class) {
                return values.type(parameterized.getActualTypeArguments()[0]);
            }
        }
        return values.type(Object.class);
    }

    private static Optional<String> identifier(Bean<?> bean) {
        return bean.getQualifiers().stream()
                .filter(Identifier.class::isInstance)
                .map(qualifier -> ((Identifier) qualifier).value())
                .findFirst();
    }

    private record RegisteredTask(String name, Task<?, ?> task) {}
}
