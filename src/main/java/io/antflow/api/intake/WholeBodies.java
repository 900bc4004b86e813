package io.antflow.api.intake;

import io.antflow.api.problem.ProblemType;
import io.antflow.config.RequestConfig;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;

/** Reads bodies that are a text as a whole, whatever it means. */
@Singleton
public final class WholeBodies {

    private final long maxBytes;

    WholeBodies(RequestConfig limits) {
        this.maxBytes = limits.maxBodyBytes().asLongValue();
    }

    /**
     * The body's bytes.
     *
     * @throws HttpProblem 413 when there are too many, 400 when they do not all come
     */
    public byte[] bytes(InputStream body) {
        try {
            return new BodyStream(body, maxBytes).readAllBytes();
        } catch (BodyStream.TooLargeException e) {
            throw ProblemType.BODY_TOO_LARGE.because(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw ProblemType.INCOMPLETE_BODY.because("the body ended in the middle");
        }
    }
}
