package io.antflow.packaged;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.analysis.Analyzer;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.BasicValue;
import org.objectweb.asm.tree.analysis.Frame;
import org.objectweb.asm.tree.analysis.SimpleVerifier;

/**
 * The types that our code hands to Jackson to write, as the bytecode has them: at every call of a method that writes an
 * {@code Object}, the type of what is on the stack. A method of ours that hands on a parameter of its own whose type is
 * {@code Object} or a type variable is such a method itself, so its callers are looked at.
 */
final class JsonWritten {

    private static final String OBJECT = "java/lang/Object";

    /** A method, and which of its arguments is written. */
    private record Sink(String owner, String name, String descriptor, int argument) {}

    private static final Set<String> MAPPERS =
            Set.of("com/fasterxml/jackson/databind/ObjectMapper", "com/fasterxml/jackson/databind/ObjectWriter");

    private final List<ClassNode> classes = new ArrayList<>();
    private final Set<Sink> sinks = new HashSet<>();
    private final Set<String> types = new TreeSet<>();

    /** Where what is written has no type, and comes from no parameter either. */
    private final Set<String> unknown = new TreeSet<>();

    private JsonWritten() {}

    /** @param others classes that write what is not ours to know */
    static JsonWritten by(Path classes, Set<String> others) throws IOException {
        JsonWritten written = new JsonWritten();
        try (Stream<Path> files = Files.walk(classes)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".class")).toList()) {
                ClassNode node = new ClassNode();
                new ClassReader(Files.readAllBytes(file)).accept(node, ClassReader.SKIP_DEBUG);
                if (!others.contains(node.name.replace('/', '.'))) {
                    written.classes.add(node);
                }
            }
        }
        int before = -1;
        while (before != written.sinks.size()) {
            before = written.sinks.size();
            written.types.clear();
            written.unknown.clear();
            written.classes.forEach(written::analyze);
        }
        return written;
    }

    /** Their names. */
    Set<String> types() {
        return types;
    }

    /** The methods of which the analysis can't tell what they write. */
    Set<String> unknown() {
        return unknown;
    }

    private void analyze(ClassNode owner) {
        for (MethodNode method : owner.methods) {
            if (Stream.of(method.instructions.toArray())
                    .anyMatch(code -> code instanceof MethodInsnNode call && writes(call) >= 0)) {
                analyze(owner, method);
            }
        }
    }

    private void analyze(ClassNode owner, MethodNode method) {
        try {
            Frame<BasicValue>[] frames = new Analyzer<>(new Verifier()).analyzeAndComputeMaxs(owner.name, method);
            for (int i = 0; i < frames.length; i++) {
                if (frames[i] != null
                        && method.instructions.get(i) instanceof MethodInsnNode call
                        && writes(call) >= 0) {
                    int arguments = Type.getArgumentTypes(call.desc).length;
                    int place = frames[i].getStackSize() - arguments + writes(call);
                    found(owner, method, frames[i].getStack(place).getType());
                }
            }
        } catch (AnalyzerException e) {
            throw new IllegalStateException(owner.name + "." + method.name, e);
        }
    }

    private void found(ClassNode owner, MethodNode method, Type type) {
        if (!type.getInternalName().equals(OBJECT)) {
            types.add(type.getClassName());
            return;
        }
        Type[] parameters = Type.getArgumentTypes(method.desc);
        boolean handedOn = false;
        for (int i = 0; i < parameters.length; i++) {
            if (parameters[i].getInternalName().equals(OBJECT)) {
                sinks.add(new Sink(owner.name, method.name, method.desc, i));
                handedOn = true;
            }
        }
        if (!handedOn) {
            unknown.add(owner.name.replace('/', '.') + "." + method.name);
        }
    }

    /** Which argument it writes; −1: none. */
    private int writes(MethodInsnNode call) {
        if (MAPPERS.contains(call.owner)) {
            return switch (call.name) {
                case "writeValueAsBytes", "writeValueAsString", "valueToTree" -> 0;
                case "writeValue" -> 1;
                default -> -1;
            };
        }
        return sinks.stream()
                .filter(sink -> sink.owner().equals(call.owner)
                        && sink.name().equals(call.name)
                        && sink.descriptor().equals(call.desc))
                .mapToInt(Sink::argument)
                .findFirst()
                .orElse(-1);
    }

    /** Sees our classes and their libraries as they are, and runs none of them. */
    private static final class Verifier extends SimpleVerifier {

        Verifier() {
            super(Opcodes.ASM9, null, null, null, false);
        }

        @Override
        protected Class<?> getClass(Type type) {
            try {
                String name =
                        type.getSort() == Type.ARRAY ? type.getDescriptor().replace('/', '.') : type.getClassName();
                return Class.forName(name, false, JsonNode.class.getClassLoader());
            } catch (ClassNotFoundException e) {
                throw new UncheckedIOException(new IOException(e));
            }
        }
    }
}
