package io.antflow.example;

import io.antflow.pipeline.Task;
import io.antflow.pipeline.TaskContext;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Singleton;

@Singleton
@Identifier("greet")
public class Greet implements Task<Greet.Person, Greet.Greeting> {

    public record Person(String name, String language) {}

    public record Greeting(String text) {}

    @Override
    public String description() {
        return "Greets a person in their language.";
    }

    @Override
    public Greeting run(Person person, TaskContext context) throws Exception {
        context.setStatus("greeting " + person.name());
        return switch (person.language()) {
            case "en" -> new Greeting("Hello, " + person.name() + "!");
            case "de" -> new Greeting("Hallo, " + person.name() + "!");
            default -> throw new IllegalArgumentException("no greeting in '" + person.language() + "'");
        };
    }
}
