package io.antflow.api;

/**
 * What the tests of the API put pipelines together from. They are made of built-in tasks, so that every service has them, the
 * packaged one, too: {@code api_echo} goes on with what it gets; {@code api_fail} fails, and its message ends in half an emoji;
 * {@code api_gate} holds each item until the test lets one go; {@code api_ailing} fails until the test says that the world is
 * well again.
 */
public final class ApiTasks {

    /** Where the gate is, and what ails. */
    public static final Outside OUTSIDE = new Outside();

    private ApiTasks() {}

    /** A definition in JSON, in which the names of these tasks stand for them. */
    public static String in(String definition) {
        return definition
                .replace("\"api_echo\"", """
                        {"task": "transform", "name": "api_echo", "with": {"jq": "."}}""")
                .replace("\"api_fail\"", """
                        {"task": "fail", "name": "api_fail", "with": {"message": "no \\"luck\\"\\nwith \\ud83d"}}""")
                .replace("\"api_gate\"", OUTSIDE.gate("api_gate"))
                .replace("\"api_ailing\"", OUTSIDE.ailing("api_ailing"));
    }
}
