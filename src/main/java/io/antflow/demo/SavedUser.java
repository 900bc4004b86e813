package io.antflow.demo;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * Where a user was saved.
 *
 * @param id the user's number
 * @param file the file's path
 */
@RegisterForReflection
record SavedUser(String id, String file) {}
