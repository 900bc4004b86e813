package io.antflow.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.antflow.pipeline.Task;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TaskRegistryTest {

    private static final ItemValues VALUES = new ItemValues(new ObjectMapper());
    private static final Task<Object, Object> SAME = (input, context) -> input;
    private static final Task<Object, Object> OTHER = (input, context) -> 1;

    private static final ObjectNode NONE = JsonNodeFactory.instance.objectNode();

    @Test
    void listsTasksByName() {
        assertThat(new TaskRegistry(Map.of("b", SAME, "a", OTHER), Map.of(), VALUES).factories())
                .containsOnlyKeys("a", "b");
    }

    @Test
    void refusesTwoTasksOfTheSameName() {
        List<TaskBean> beans = List.of(
                new TaskBean("fetch", "class A", SAME, VALUES.type(Object.class)),
                new TaskBean("fetch", "class B", OTHER, VALUES.type(Object.class)));

        assertThatThrownBy(() -> new TaskRegistry(beans, List.of(), VALUES))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("two tasks are named 'fetch': class A and class B; give one of them another @Identifier");
    }

    @Test
    void refusesAFactoryWithTheNameOfATask() {
        TaskFactory factory = new PlainTask("fetch", OTHER);

        assertThatThrownBy(() -> new TaskRegistry(Map.of("fetch", SAME), Map.of("fetch", factory), VALUES))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("two tasks are named 'fetch'");
    }

    @Test
    void knowsATaskOnlyByBeingTheSameObject() throws Exception {
        TaskRegistry registry = new TaskRegistry(Map.of("same", SAME), Map.of(), VALUES);

        assertThat(registry.nameOf(SAME)).contains("same");
        assertThat(registry.nameOf(OTHER)).isEmpty();
        assertThat(registry.overJson(SAME))
                .isSameAs(registry.factories().get("same").task(NONE));
    }
}
