package io.antflow.pipeline;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Hands the elements of a list to a task as its arguments. */
sealed interface UnpackedTask<O extends @Nullable Object> extends Task<List<?>, O> {

    record OfTwo<A, B, O extends @Nullable Object>(Task2<A, B, O> task) implements UnpackedTask<O> {
        @Override
        @SuppressWarnings(
                "unchecked") // a wrong element fails the attempt with a ClassCastException that names both types
        public O run(List<?> input, TaskContext context) throws Exception {
            requireSize(input, 2);
            return task.run((A) input.get(0), (B) input.get(1), context);
        }
    }

    record OfThree<A, B, C, O extends @Nullable Object>(Task3<A, B, C, O> task) implements UnpackedTask<O> {
        @Override
        @SuppressWarnings("unchecked") // as above
        public O run(List<?> input, TaskContext context) throws Exception {
            requireSize(input, 3);
            return task.run((A) input.get(0), (B) input.get(1), (C) input.get(2), context);
        }
    }

    private static void requireSize(@Nullable List<?> input, int size) {
        if (input == null || input.size() != size) {
            throw new IllegalArgumentException("this task takes a list of " + size + " elements, not "
                    + (input == null ? "null" : "one of " + input.size()));
        }
    }
}
