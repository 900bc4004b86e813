package io.antflow.api.intake;

/** The parts of a body in order, each read when it is asked for. */
@FunctionalInterface
interface BodyParts {

    /** The next part; waits for the client. Not to be asked again after an end. */
    BodyPart next();
}
