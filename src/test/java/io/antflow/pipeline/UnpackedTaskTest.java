package io.antflow.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnpackedTaskTest {

    private final TaskContext context = (TaskContext) Proxy.newProxyInstance(
            TaskContext.class.getClassLoader(), new Class<?>[] {TaskContext.class}, (proxy, method, arguments) -> {
                throw new UnsupportedOperationException(method.getName());
            });

    @Test
    void twoElementsBecomeTwoArguments() throws Exception {
        Task<List<?>, String> task = Task.unpack((String name, Integer age, TaskContext c) -> name + " is " + age);

        assertThat(task.run(List.of("Ada", 36), context)).isEqualTo("Ada is 36");
    }

    @Test
    void threeElementsBecomeThreeArguments() throws Exception {
        Task<List<?>, Integer> task = Task.unpack((Integer a, Integer b, Integer c, TaskContext ctx) -> a * b + c);

        assertThat(task.run(List.of(2, 3, 4), context)).isEqualTo(10);
    }

    @Test
    void theContextIsHandedOn() throws Exception {
        Task<List<?>, Boolean> task = Task.unpack((Object a, Object b, TaskContext c) -> c == context);

        assertThat(task.run(List.of(1, 2), context)).isTrue();
    }

    @Test
    void anElementMayBeNull() throws Exception {
        Task<List<?>, String> task = Task.unpack((Object a, Object b, TaskContext c) -> a + "/" + b);

        assertThat(task.run(Arrays.asList(null, 2), context)).isEqualTo("null/2");
    }

    @Test
    void anotherNumberOfElementsFailsTheAttempt() {
        Task<List<?>, Integer> task = Task.unpack((Integer a, Integer b, TaskContext c) -> a + b);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> task.run(List.of(1, 2, 3), context))
                .withMessageContaining("2 elements")
                .withMessageContaining("3");
        assertThatIllegalArgumentException().isThrownBy(() -> task.run(List.of(1), context));
    }

    @Test
    void nullFailsTheAttempt() {
        Task<List<?>, Integer> task = Task.unpack((Integer a, Integer b, TaskContext c) -> a + b);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> callWithNull(task))
                .withMessageContaining("null");
    }

    @Test
    void anElementOfTheWrongTypeFailsTheAttempt() {
        Task<List<?>, Integer> task = Task.unpack((Integer a, Integer b, TaskContext c) -> a + b);

        assertThatExceptionOfType(ClassCastException.class).isThrownBy(() -> task.run(List.of(1, "2"), context));
    }

    @Test
    void whatTheTaskThrowsIsThrownAsItIs() {
        IOException failure = new IOException("gone");
        Task<List<?>, Integer> task = Task.unpack((Object a, Object b, TaskContext c) -> {
            throw failure;
        });

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> task.run(List.of(1, 2), context))
                .isSameAs(failure);
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // what the engine does with an item whose value is null
    private void callWithNull(Task<List<?>, Integer> task) throws Exception {
        task.run(null, context);
    }
}
