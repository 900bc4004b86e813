package io.antflow.catalog;

/** Where a definition comes from, and so who may change it. */
sealed interface DefinitionSource {

    /** A bean of the application: it stays as it is. */
    record Application() implements DefinitionSource {}

    /** A file of the folder: it changes with the file. */
    record File(String name) implements DefinitionSource {}

    /** A client: clients replace and delete it. */
    record Client() implements DefinitionSource {}
}
