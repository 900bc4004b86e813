package io.antflow.tasks;

import com.fasterxml.jackson.databind.JavaType;
import io.antflow.pipeline.Task;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.inject.Singleton;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the tasks and task factories that are beans and have a name. */
@Singleton
final class TaskBeans {

    private final Instance<Task<?, ?>> tasks;
    private final Instance<TaskFactory> factories;
    private final ItemValues values;

    TaskBeans(@Any Instance<Task<?, ?>> tasks, @Any Instance<TaskFactory> factories, ItemValues values) {
        this.tasks = tasks;
        this.factories = factories;
        this.values = values;
    }

    List<TaskBean> tasks() {
        List<TaskBean> all = new ArrayList<>();
        for (Instance.Handle<Task<?, ?>> handle : tasks.handles()) {
            Bean<?> bean = handle.getBean();
            name(bean).ifPresent(name -> all.add(new TaskBean(name, bean.toString(), handle.get(), input(bean))));
        }
        return all;
    }

    List<TaskFactoryBean> factories() {
        List<TaskFactoryBean> all = new ArrayList<>();
        for (Instance.Handle<TaskFactory> handle : factories.handles()) {
            Bean<?> bean = handle.getBean();
            name(bean).ifPresent(name -> all.add(new TaskFactoryBean(name, bean.toString(), handle.get())));
        }
        return all;
    }

    private static Optional<String> name(Bean<?> bean) {
        return bean.getQualifiers().stream()
                .filter(Identifier.class::isInstance)
                .map(qualifier -> ((Identifier) qualifier).value())
                .findFirst();
    }

    /** From what the container knows since the build: needs no reflection in a native executable. */
    private JavaType input(Bean<?> bean) {
        for (Type type : bean.getTypes()) {
            if (type instanceof ParameterizedType parameterized && parameterized.getRawType() == Task.class) {
                return values.type(parameterized.getActualTypeArguments()[0]);
            }
        }
        return values.type(Object.class);
    }
}
