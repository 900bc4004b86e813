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
 * The tasks that a definition may name: all beans of type {@link Task} or {@link TaskFactory} that carry an {@link
 * Identifier}, on their class or on the method that produces them. Immutable.
 */
@Singleton
public final class TaskRegistry {

    private final SortedMap<String, TaskFactory> factories = new TreeMap<>();

    /** An application's pipeline has beans injected; a bean is known by being that very object. */
    private final Map<Task<?, ?>, PlainTask> known = new IdentityHashMap<>();

    private final ItemValues values;

    @Inject
    TaskRegistry(TaskBeans beans, ItemValues values) {
        this(beans.tasks(), beans.factories(), values);
    }

    /** Of tasks without a container; what they take is read from their classes. */
    public TaskRegistry(
            Map<String, ? extends Task<?, ?>> tasks, Map<String, ? extends TaskFactory> factories, ItemValues values) {
        this(
                tasks.entrySet().stream()
                        .map(task -> new TaskBean(task.getKey(), "", task.getValue(), input(task.getValue(), values)))
                        .toList(),
                factories.entrySet().stream()
                        .map(factory -> new TaskFactoryBean(factory.getKey(), "", factory.getValue()))
                        .toList(),
                values);
    }

    /** @throws IllegalStateException two of them have the same name */
    TaskRegistry(List<TaskBean> tasks, List<TaskFactoryBean> factories, ItemValues values) {
        this.values = values;
        Map<String, String> origins = new HashMap<>();
        for (TaskBean bean : tasks) {
            PlainTask task = new PlainTask(bean.name(), new JsonTask(bean.task(), bean.input(), values));
            add(bean.name(), bean.origin(), task, origins);
            known.put(bean.task(), task);
        }
        factories.forEach(bean -> add(bean.name(), bean.origin(), bean.factory(), origins));
    }

    private void add(String name, String origin, TaskFactory factory, Map<String, String> origins) {
        String other = origins.put(name, origin);
        if (other != null) {
            throw new IllegalStateException("two tasks are named '%s': %s and %s; give one of them another @Identifier"
                    .formatted(name, other, origin));
        }
        factories.put(name, factory);
    }

    /** What makes each task, by the task's name. What they make takes and returns JSON. */
    public SortedMap<String, TaskFactory> factories() {
        return Collections.unmodifiableSortedMap(factories);
    }

    /** The name under which a definition may use this very task; empty: none. */
    public Optional<String> nameOf(Task<?, ?> task) {
        return Optional.ofNullable(known.get(task)).map(PlainTask::name);
    }

    /**
     * A task of an application's pipeline, taking and returning JSON.
     *
     * @param task one whose class says what it takes; a lambda expression does not, and gets the JSON itself
     */
    public Task<?, ?> overJson(Task<?, ?> task) {
        PlainTask bean = known.get(task);
        return bean == null ? new JsonTask(task, input(task, values), values) : bean.task();
    }

    private static JavaType input(Task<?, ?> task, ItemValues values) {
        JavaType[] parameters = values.type(task.getClass()).findTypeParameters(Task.class);
        return parameters.length == 0 ? values.type(Object.class) : parameters[0];
    }
}
