package io.antflow.api;

import io.antflow.engine.Run;
import io.antflow.pipeline.Result;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/** The results that there are by now, as a JSON array written as they are read. */
record ResultsOutput(Run run, Order order, ResultJson json) implements StreamingOutput {

    private static final int BATCH = 256;

    /** Which result comes first. */
    enum Order {
        /** That of the item that was fed first. */
        INPUT,
        /** That of the item that ended first. */
        COMPLETION
    }

    @Override
    public void write(OutputStream out) throws IOException {
        out.write('[');
        switch (order) {
            case INPUT -> writeInInputOrder(out);
            case COMPLETION -> writeInCompletionOrder(out);
        }
        out.write(']');
    }

    private void writeInInputOrder(OutputStream out) throws IOException {
        try (Stream<Result> results = run.results()) {
            boolean first = true;
            for (Iterator<Result> each = results.iterator(); each.hasNext(); first = false) {
                write(each.next(), first, out);
            }
        }
    }

    private void writeInCompletionOrder(OutputStream out) throws IOException {
        long position = 0;
        for (List<Result> batch = run.endedSince(0, BATCH); !batch.isEmpty(); batch = run.endedSince(position, BATCH)) {
            for (Result result : batch) {
                write(result, position++ == 0, out);
            }
        }
    }

    private void write(Result result, boolean first, OutputStream out) throws IOException {
        if (!first) {
            out.write(',');
        }
        out.write(json.write(result));
    }
}
