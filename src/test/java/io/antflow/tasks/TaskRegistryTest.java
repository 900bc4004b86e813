package io.antflow.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.antflow.pipeline.Task;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TaskRegistryTest {

    private static final ItemValues VALUES = new ItemValues(new ObjectMapper());
    private static final Task<Object, Object> SAME = (input, context) -> input;
    private static final Task<Object, Object> OTHER = (input, context) -> 1;

    @Test
    void listsTasksByName() {
        assertThat(new TaskRegistry(Map.of("b", SAME, "a", OTHER), VALUES).tasks())
                .containsOnlyKeys("a", "b");
    }

    @Test
    void refusesTwoTasksOfTheSameName() {
        List<TaskBean> beans = List.of(
                new TaskBean("fetch", "class A", SAME, VALUES.type(Object.class)),
                new TaskBean("fetch", "class B", OTHER, VALUES.type(Object.class)));

        assertThatThrownBy(() -> new TaskRegistry(beans, VALUES))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("two tasks are named 'fetch': class A and class B; give one of them another @Identifier");
    }

    @Test
    void knowsATaskOnlyByBeingTheSameObject() {
        TaskRegistry registry = new TaskRegistry(Map.of("same", SAME), VALUES);

        assertThat(registry.nameOf(SAME)).contains("same");
        assertThat(registry.nameOf(OTHER)).isEmpty();
        assertThat(registry.overJson(SAME)).isSameAs(registry.tasks().get("same"));
    }
}
