package io.antflow.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.antflow.engine.Run;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** A {@link StartedRun} that has ended, with its results, which are written as they are read: there may be a million. */
record EndedRunOutput(StartedRun started, Run run, ObjectMapper mapper, ResultJson results) implements StreamingOutput {

    private static final byte[] LAST_FIELD = ",\"results\":".getBytes(StandardCharsets.UTF_8);

    @Override
    public void write(OutputStream out) throws IOException {
        byte[] object = mapper.writeValueAsBytes(started);
        out.write(object, 0, object.length - 1);
        out.write(LAST_FIELD);
        new ResultsOutput(run, ResultsOutput.Order.INPUT, results).write(out);
        out.write('}');
    }
}
