package io.antflow.tasks;

import com.fasterxml.jackson.databind.JavaType;
import io.antflow.pipeline.Task;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
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

    /** An application's pipeline has beans injected; a bean is known by being that very object. */
    private final Map<Task<?, ?>, String> names = new IdentityHashMap<>();

    private final ItemValues values;

    @Inject
    TaskRegistry(TaskBeans beans, ItemValues values) {
        this(beans.all(), values);
    }

    /** Of tasks without a container; what they take is read from their classes. */
    public TaskRegistry(Map<String, ? extends Task<?, ?>> tasks, ItemValues values) {
        this(
                tasks.entrySet().stream()
                        .map(task -> new TaskBean(task.getKey(), "", task.getValue(), input(task.getValue(), values)))
                        .toList(),
                values);
    }

    /** @throws IllegalStateException two of them have the same name */
    TaskRegistry(List<TaskBean> beans, ItemValues values) {
        this.values = values;
        Map<String, TaskBean> seen = new HashMap<>();
        for (TaskBean bean : beans) {
            TaskBean other = seen.put(bean.name(), bean);
            if (other != null) {
                throw new IllegalStateException(
                        "two tasks are named '%s': %s and %s; give one of them another @Identifier"
                                .formatted(bean.name(), other.origin(), bean.origin()));
            }
            tasks.put(bean.name(), new JsonTask(bean.task(), bean.input(), values));
            names.put(bean.task(), bean.name());
        }
    }

    /** All of them by name, taking and returning JSON. */
    public SortedMap<String, Task<?, ?>> tasks() {
        return Collections.unmodifiableSortedMap(tasks);
    }

    /** The name under which a definition may use this very task; empty: none. */
    public Optional<String> nameOf(Task<?, ?> task) {
        return Optional.ofNullable(names.get(task));
    }

    /**
     * A task of an application's pipeline, taking and returning JSON.
     *
     * @param task one whose class says what it takes; a lambda expression does not, and gets the JSON itself
     */
    public Task<?, ?> overJson(Task<?, ?> task) {
        Task<?, ?> known = nameOf(task).<Task<?, ?>>map(tasks::get).orElse(null);
        return known == null ? new JsonTask(task, input(task, values), values) : known;
    }

    private static JavaType input(Task<?, ?> task, ItemValues values) {
        JavaType[] parameters = values.type(task.getClass()).findTypeParameters(Task.class);
        return parameters.length == 0 ? values.type(Object.class) : parameters[0];
    }
}
