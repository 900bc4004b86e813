package io.antflow.catalog;

import io.antflow.tasks.ClientText;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds the exception types that {@code retry_on} and {@code give_up_on} name: any type on the class path, found by its
 * name without running a line of its code.
 *
 * <p>A native executable knows by name only the common types below, the engine's own, and those that the application
 * annotates with {@link RegisterForReflection}.
 */
@RegisterForReflection(classNames = "io.antflow.engine.TaskTimeoutException", methods = false, fields = false)
final class ExceptionTypes {

    private static final Pattern CLASS_NAME =
            Pattern.compile("[\\p{L}_$][\\p{L}\\p{N}_$]*(\\.[\\p{L}_$][\\p{L}\\p{N}_$]*)*");

    private static final int MAX_LENGTH = 500;

    /** Also what is suggested for a simple name, or one in the wrong package. */
    private static final Map<String, Class<? extends Throwable>> COMMON = Stream.of(
                    ArithmeticException.class,
                    ArrayIndexOutOfBoundsException.class,
                    ClassCastException.class,
                    Exception.class,
                    IllegalArgumentException.class,
                    IllegalStateException.class,
                    IndexOutOfBoundsException.class,
                    NullPointerException.class,
                    NumberFormatException.class,
                    RuntimeException.class,
                    SecurityException.class,
                    Throwable.class,
                    UnsupportedOperationException.class,
                    java.io.EOFException.class,
                    java.io.FileNotFoundException.class,
                    java.io.IOException.class,
                    java.io.InterruptedIOException.class,
                    java.io.UncheckedIOException.class,
                    java.net.BindException.class,
                    java.net.ConnectException.class,
                    java.net.MalformedURLException.class,
                    java.net.NoRouteToHostException.class,
                    java.net.PortUnreachableException.class,
                    java.net.ProtocolException.class,
                    java.net.SocketException.class,
                    java.net.SocketTimeoutException.class,
                    java.net.URISyntaxException.class,
                    java.net.UnknownHostException.class,
                    java.net.http.HttpConnectTimeoutException.class,
                    java.net.http.HttpTimeoutException.class,
                    java.nio.channels.ClosedChannelException.class,
                    java.nio.file.AccessDeniedException.class,
                    java.nio.file.FileAlreadyExistsException.class,
                    java.nio.file.FileSystemException.class,
                    java.nio.file.NoSuchFileException.class,
                    java.security.GeneralSecurityException.class,
                    java.sql.SQLException.class,
                    java.sql.SQLRecoverableException.class,
                    java.sql.SQLTimeoutException.class,
                    java.sql.SQLTransientException.class,
                    java.time.DateTimeException.class,
                    java.time.format.DateTimeParseException.class,
                    java.util.ConcurrentModificationException.class,
                    java.util.NoSuchElementException.class,
                    java.util.concurrent.CancellationException.class,
                    java.util.concurrent.CompletionException.class,
                    java.util.concurrent.ExecutionException.class,
                    java.util.concurrent.RejectedExecutionException.class,
                    java.util.concurrent.TimeoutException.class,
                    javax.net.ssl.SSLException.class,
                    com.fasterxml.jackson.core.JsonProcessingException.class)
            .collect(Collectors.toMap(Class::getName, Function.identity()));

    private ExceptionTypes() {}

    /** @throws IllegalArgumentException there is no exception of that name */
    static Class<? extends Throwable> find(String name) {
        Class<?> type = load(name).orElseThrow(() -> new IllegalArgumentException(unknown(name)));
        if (!Throwable.class.isAssignableFrom(type)) {
            throw new IllegalArgumentException("'" + name + "' is no exception class");
        }
        return type.asSubclass(Throwable.class);
    }

    /** @throws IllegalArgumentException there is no exception of that name, or none that can be retried */
    static Class<? extends Throwable> findRetryable(String name) {
        Class<? extends Throwable> type = find(name);
        if (Error.class.isAssignableFrom(type) || InterruptedException.class.isAssignableFrom(type)) {
            throw new IllegalArgumentException("'" + name + "' is never retried");
        }
        return type;
    }

    private static Optional<Class<?>> load(String name) {
        if (name.length() > MAX_LENGTH || !CLASS_NAME.matcher(name).matches()) {
            return Optional.empty();
        }
        Class<?> common = COMMON.get(name);
        if (common != null) {
            return Optional.of(common);
        }
        try {
            return Optional.of(Class.forName(name, false, ExceptionTypes.class.getClassLoader()));
        } catch (ClassNotFoundException | LinkageError e) {
            return Optional.empty();
        }
    }

    private static String unknown(String name) {
        String unknown = "unknown exception class '" + ClientText.shown(name) + "'";
        String simpleName = name.substring(name.lastIndexOf('.') + 1);
        return COMMON.keySet().stream()
                .filter(common -> common.endsWith("." + simpleName))
                .findFirst()
                .map(common -> unknown + ": did you mean '" + common + "'?")
                .orElse(unknown + "; give the full name, such as 'java.io.IOException'");
    }
}
