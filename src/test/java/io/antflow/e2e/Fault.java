package io.antflow.e2e;

/** What a service can do to its clients instead of answering well. */
enum Fault {
    /** None: the answer at once. */
    NONE,
    /** 429 with {@code Retry-After: 1}. */
    TOO_MANY,
    /** 503 without a word on when to come back. */
    DOWN,
    /** The connection is reset before anything is done. */
    RESET,
    /** What was asked for is done, and the connection reset before the answer. */
    LOST_ANSWER,
    /** The answer comes in small pieces. */
    SLOW,
    /** JSON that ends in the middle, in an answer that is whole. */
    CUT_JSON,
    /** Less than was announced, then the end of the connection. */
    CUT_BODY;

    /** Whether a client that gives it another try has the work done twice unless the service notices. */
    boolean doesTheWork() {
        return this == NONE || this == LOST_ANSWER || this == SLOW || this == CUT_JSON || this == CUT_BODY;
    }
}
