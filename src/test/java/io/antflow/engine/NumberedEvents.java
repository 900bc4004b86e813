package io.antflow.engine;

/** Events that are nothing but numbers, for tests of what carries events. */
public final class NumberedEvents {

    private NumberedEvents() {}

    /** An event of no run; only its number can be asked. */
    @SuppressWarnings("NullAway") // nobody asks it for its item or worker
    public static TaskEvent event(int number) {
        return new TaskEvent(null, null, "task", TaskEvent.Type.START, number, 0, 0, null);
    }

    /** The number it was made with. */
    public static int numberOf(RunEvent event) {
        return ((TaskEvent) event).attempt();
    }
}
